// Rule: what the guard against a second credit compares are the facts as Stripe has them, in whole days: an end that is a
// moment takes its last day, and a discount of an item, a subscription or the customer counts alike.

import type { Period } from '@countersign/shared/features/credits'
import { dayOf, toIso } from '@countersign/shared/times'
import { periodIn } from './credit-mark-rules.ts'
import type { ActingDiscount, GiftPending, Gifts } from './gift-history-rules.ts'
import type { OverlapFacts } from './overlap-rules.ts'
import { givenOf, isCredit, reversedOf } from './reversed-rules.ts'

/** Stripe's ends are the first moment after. */
const lastDayOf = (endsAt: string): string => dayOf(toIso(Date.parse(endsAt) - 1))

const periodOf = ({ periodStartsAt, periodEndsAt }: GiftPending): Period => {
  const from = dayOf(periodStartsAt)
  const to = lastDayOf(periodEndsAt)
  return { from, to: to < from ? from : to }
}

const couponOf = ({ discount, startedAt }: ActingDiscount): OverlapFacts['coupons'][number] => ({
  discountStripeId: discount.stripeId,
  name: discount.couponName ?? discount.couponStripeId,
  startedOn: dayOf(startedAt),
  endsOn: discount.endsAt === null ? null : lastDayOf(discount.endsAt),
})

export const overlapFactsOf = (
  { entries, pending, discounts }: Pick<Gifts, 'entries' | 'pending' | 'discounts'>,
  { period, today }: Pick<OverlapFacts, 'period' | 'today'>,
): OverlapFacts => ({
  today,
  period,
  prorations: pending
    .filter(({ isProration }) => isProration)
    .map((item) => ({ invoiceItemStripeId: item.stripeId, amount: item.amount, period: periodOf(item) })),
  coupons: discounts.map(couponOf),
  credits: entries.filter(isCredit).map((entry) => ({
    id: entry.stripeId,
    amount: givenOf(entry),
    reversed: reversedOf(entry, entries),
    givenOn: dayOf(entry.at),
    period: periodIn(entry.metadata),
    reason: entry.description ?? 'no reason stated',
  })),
})
