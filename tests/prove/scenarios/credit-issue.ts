import { issueCredit } from '../../../server/features/credits/index.ts'
import type { Scenario } from '../scenario.ts'
import { aTeam, entriesOf, provenTeam } from '../teams.ts'

export const creditIssue: Scenario = {
  kind: 'credit.issue',
  action: issueCredit,
  prepare: async (world, chance) => {
    const team = await aTeam(world, chance)
    const { customer } = team
    return {
      subject: provenTeam(world, team),
      customer,
      payload: { amount: { amount: chance.whole(1, 60_000), currency: 'usd' }, reasonId: 'outage' },
      tally: async (id) => ({ credit: await entriesOf(world, customer, id, 'credit') }),
    }
  },
}
