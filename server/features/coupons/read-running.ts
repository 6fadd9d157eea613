import type { CouponFacts } from '@countersign/shared/features/coupons'
import { type Discount, isEnded } from '@countersign/shared/features/subscriptions'
import { moneyText } from '@countersign/shared/money'
import type { Kernel } from '../../kernel/context.ts'

export type Running = Pick<CouponFacts, 'liveDiscounts' | 'nextInvoices'>

const discountWords = (
  subscriptionStripeId: string,
  { couponName, couponStripeId, amountOff, percentOff }: Discount,
) => {
  const off = amountOff ? moneyText(amountOff) : `${percentOff ?? 0} %`
  return `“${couponName ?? couponStripeId}” (${off}) on ${subscriptionStripeId}`
}

/** What a new coupon would meet: the discounts that act now, and what the next invoices have room for. */
export const readRunning = async ({ stripe }: Pick<Kernel, 'stripe'>, customerStripeId: string): Promise<Running> => {
  const subscriptions = (await stripe.listSubscriptions(customerStripeId)).filter((one) => !isEnded(one))
  const next = await Promise.all(
    subscriptions.map(async ({ stripeId }) => {
      const { invoices } = await stripe.previewComingInvoices(stripeId, 1)
      return invoices.map(({ at, discountable }) => ({ subscriptionStripeId: stripeId, at, discountable }))
    }),
  )
  return {
    liveDiscounts: subscriptions
      .flatMap(({ stripeId, discounts }) => discounts.map((one) => discountWords(stripeId, one)))
      .toSorted(),
    nextInvoices: next.flat(),
  }
}
