import { issueCredit } from '../../../server/features/credits/index.ts'
import { REQUEST_KEYS } from '../../../server/ports/request-metadata.ts'
import type { Scenario } from '../scenario.ts'
import { aTeam } from '../teams.ts'

export const creditIssue: Scenario = {
  kind: 'credit.issue',
  action: issueCredit,
  prepare: async (world, chance) => {
    const { teamId, customer } = await aTeam(world, chance)
    return {
      subject: null,
      teamId,
      payload: { amount: { amount: chance.whole(1, 60_000), currency: 'usd' }, reasonId: 'outage' },
      tally: async (requestId) => {
        const { data } = await world.stripe.customers.listBalanceTransactions(customer, { limit: 100 })
        return { credit: data.filter(({ metadata }) => metadata?.[REQUEST_KEYS.request] === requestId).length }
      },
    }
  },
}
