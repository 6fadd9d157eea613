import { expect, test } from 'vitest'
import { DAY, iso, JUNE, openPaymentDay, openSandbox } from '../support/payment-day.ts'

// Guarantee: who redeemed a coupon is told by the code or the coupon that was used, as far back as asked.

const sandbox = await openSandbox()

test('a redemption names its coupon, its code, whose it was and when', async () => {
  const { gateway, stripe, control, customer, monthly } = await openPaymentDay(sandbox)
  const price = await monthly(5000)
  const bare = await stripe.coupons.create({ amount_off: 500, currency: 'usd', duration: 'forever' })
  const coded = await stripe.coupons.create({ amount_off: 700, currency: 'usd', duration: 'forever' })
  const code = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coded.id } })
  const items = [{ price }]
  const first = await stripe.subscriptions.create({ customer, items, discounts: [{ coupon: bare.id }] })
  control.advanceTo(JUNE + 2 * DAY)
  const second = await stripe.subscriptions.create({ customer, items, discounts: [{ promotion_code: code.id }] })

  const all = await gateway.listRedemptionsSince(iso(JUNE))
  expect(all).toMatchObject([
    {
      couponStripeId: coded.id,
      promotionCodeStripeId: code.id,
      customerStripeId: customer,
      subscriptionStripeId: second.id,
      at: iso(JUNE + 2 * DAY),
    },
    { couponStripeId: bare.id, promotionCodeStripeId: null, subscriptionStripeId: first.id, at: iso(JUNE) },
  ])
  expect(await gateway.listRedemptionsSince(iso(JUNE + DAY))).toEqual(all.slice(0, 1))
  expect(await gateway.listRedemptionsSince(iso(JUNE + 3 * DAY))).toEqual([])
})
