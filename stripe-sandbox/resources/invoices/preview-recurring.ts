import type { Stripe } from 'stripe'
import { draftInvoice } from '../../billing/draft-invoice.ts'
import { periodEnd } from '../../billing/due-rules.ts'
import { nextBoundary } from '../../billing/period-rules.ts'
import { couponOf } from '../../billing/redeem-discounts.ts'
import { meteredItems, periodLines } from '../../billing/subscription-lines.ts'
import type { Account } from '../../store/account.ts'
import type { Coupon, Invoice, Subscription } from '../../store/kinds.ts'
import { notBuilt } from '../../wire/errors.ts'

type Params = Stripe.InvoiceCreatePreviewParams

/** A coupon that acts once is no part of what recurs; whether a lasting one is shown is not documented. */
const checkPassing = (coupon: Coupon | undefined): void => {
  if (coupon !== undefined && coupon.duration !== 'once')
    throw notBuilt("preview_mode='recurring' with a discount that lasts", 'preview_mode')
}

const checkDiscounts = (account: Account, { discounts, items }: Subscription, params: Params): void => {
  for (const id of [...discounts, ...items.data.flatMap((item) => item.discounts)]) {
    const discount = account.find('discount', id)
    checkPassing(discount && couponOf(account, discount))
  }
  for (const { coupon, promotion_code: code } of params.discounts === '' ? [] : (params.discounts ?? []))
    checkPassing(account.find('coupon', coupon ?? account.find('promotion_code', code)?.promotion.coupon))
}

const nextPeriod = (subscription: Subscription): Subscription => {
  const start = periodEnd(subscription)
  const data = subscription.items.data.map((item) => {
    const rhythm = item.price.recurring
    if (rhythm === null) return item
    const end = nextBoundary(subscription.billing_cycle_anchor, rhythm, start)
    return { ...item, current_period_start: start, current_period_end: end, discounts: [] }
  })
  return { ...subscription, items: { ...subscription.items, data } }
}

/** What a subscription costs each period, without what is billed or taken off once. */
export const recurringInvoice = (account: Account, subscription: Subscription, params: Params): Invoice => {
  if (meteredItems(subscription).length > 0)
    throw notBuilt("preview_mode='recurring' of metered prices", 'preview_mode')
  checkDiscounts(account, subscription, params)
  const next = nextPeriod(subscription)
  // A credit is used up once, so it takes nothing off what recurs.
  const customer = account.update('customer', { ...account.need('customer', subscription.customer), balance: 0 })
  const [first] = next.items.data
  return draftInvoice(account, {
    customer,
    currency: next.currency,
    billingReason: 'subscription_cycle',
    collectionMethod: next.collection_method,
    lines: periodLines(account, next, undefined),
    discounts: [],
    period: { start: first?.current_period_start ?? account.now, end: first?.current_period_end ?? account.now },
    subscription: next,
  })
}
