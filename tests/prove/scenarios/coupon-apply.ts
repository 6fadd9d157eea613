import { applyCoupon } from '../../../server/features/coupons/index.ts'
import type { Scenario } from '../scenario.ts'
import { aSubscriber, couponOf, provenTeam } from '../teams.ts'

export const couponApply: Scenario = {
  kind: 'coupon.apply',
  action: applyCoupon,
  prepare: async (world, chance) => {
    const team = await aSubscriber(world, 4000)
    const { id: subscriptionStripeId, items } = team.subscription
    return {
      subject: provenTeam(world, team),
      customer: team.customer,
      payload: {
        subscriptionStripeId,
        priceStripeId: items.data[0]?.price.id ?? '',
        quantity: 1,
        share: { kind: 'months', months: chance.whole(1, 3) },
        reasonId: 'outage',
      },
      tally: async (id) => {
        const { data } = await world.stripe.coupons.list({ limit: 100 })
        const coupon = data.find((one) => one.id === `cs-${id}`)
        return { coupon: await couponOf(world, id), apply: coupon?.times_redeemed ?? 0 }
      },
    }
  },
}
