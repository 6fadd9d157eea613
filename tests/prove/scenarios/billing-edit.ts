import { editBilling } from '../../../server/features/subscriptions/index.ts'
import type { Scenario } from '../scenario.ts'
import { aSubscriber, provenTeam } from '../teams.ts'

const VAT = ['DE123456789', 'DE987654321', 'DE136695976']

export const billingEdit: Scenario = {
  kind: 'billing.edit',
  action: editBilling,
  prepare: async (world, chance) => {
    // A team of its own: two edits of one team could not be told apart.
    const team = await aSubscriber(world, 3000)
    const { customer } = team
    const email = `billing-${chance.whole(1, 1_000_000)}@kestrel.example`
    const value = chance.pick(VAT)
    return {
      subject: provenTeam(world, team),
      customer: null,
      payload: {
        name: null,
        email,
        address: null,
        addTaxIds: [{ type: 'eu_vat', value }],
        removeTaxIds: [],
        metadata: [],
      },
      tally: async () => {
        const now = await world.stripe.customers.retrieve(customer)
        const { data } = await world.stripe.customers.listTaxIds(customer, { limit: 100 })
        return {
          identity: 'email' in now && now.email === email ? 1 : 0,
          'add-tax-ids': data.filter((one) => one.value === value).length,
        }
      },
    }
  },
}
