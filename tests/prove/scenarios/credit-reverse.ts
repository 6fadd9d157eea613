import { reverseCredit } from '../../../server/features/credits/index.ts'
import type { Scenario } from '../scenario.ts'
import { aTeam, entriesOf, provenTeam } from '../teams.ts'

const GIVEN = 5000

export const creditReverse: Scenario = {
  kind: 'credit.reverse',
  action: reverseCredit,
  prepare: async (world, chance) => {
    const team = await aTeam(world, chance)
    const { customer } = team
    const credit = await world.stripe.customers.createBalanceTransaction(customer, {
      amount: -GIVEN,
      currency: 'usd',
      description: 'Outage of October',
    })
    return {
      subject: provenTeam(world, team),
      customer,
      payload: { creditStripeId: credit.id, amount: { amount: chance.whole(1, GIVEN), currency: 'usd' } },
      tally: async (id) => ({ reversal: await entriesOf(world, customer, id, 'reversal') }),
    }
  },
}
