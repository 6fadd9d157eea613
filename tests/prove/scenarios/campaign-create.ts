import { createCampaign } from '../../../server/features/coupons/index.ts'
import type { Scenario } from '../scenario.ts'
import { codesOf, couponOf, sellPlan } from '../teams.ts'

let campaigns = 0

export const campaignCreate: Scenario = {
  kind: 'campaign.create',
  action: createCampaign,
  prepare: async (world) => {
    const { product } = await sellPlan(world, 4000)
    campaigns += 1
    const codes = [`NORDWIND-${campaigns}`, `NEWS-${campaigns}`]
    return {
      subject: () =>
        Promise.resolve({
          key: 'companion:campaigns',
          teamId: null,
          customerStripeId: null,
          name: 'Autumn',
          ticket: null,
          verificationId: null,
        }),
      customer: null,
      payload: {
        name: 'Autumn at Nordwind',
        partner: 'Nordwind Consulting',
        off: { kind: 'percent', percent: 20 },
        duration: { kind: 'repeating', months: 3 },
        productStripeIds: [product],
        maxRedemptions: 10,
        endsAt: '2027-06-30T00:00:00.000Z',
        budget: { amount: 24_000, currency: 'usd' },
        codes,
      },
      tally: async (id) => {
        const made = await codesOf(world, id)
        const times = (code: string | undefined) => made.filter((one) => one.code === code).length
        return { coupon: await couponOf(world, id), 'code-1': times(codes[0]), 'code-2': times(codes[1]) }
      },
    }
  },
}
