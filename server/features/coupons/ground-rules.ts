// Rule: a stack stands on what Stripe says now. It is refused by name where that can't carry it: the subscription isn't
// running or its collection is paused (an invoice that is voided takes a coupon with it), a schedule will overwrite its
// discounts, a live coupon counts for some products only, or Stripe's time for it isn't ours, so that months can't be
// counted.

import type { Discount, Subscription, SubscriptionItem } from '@countersign/shared/features/subscriptions'
import type { Calendar, LiveDiscount, StackRefusal } from '@countersign/shared/features/stacks'
import type { Money } from '@countersign/shared/money'

export interface LiveStanding {
  readonly subscription: Pick<Subscription, 'stripeId' | 'status' | 'items' | 'pause' | 'schedule'>
  readonly discounts: {
    readonly onSubscription: readonly Discount[]
    readonly onItems: ReadonlyArray<{ readonly itemStripeId: string; readonly discounts: readonly Discount[] }>
    readonly onCustomer: readonly Discount[]
  }
}

export interface DraftUse {
  readonly stripeId: string
  readonly subscriptionStripeId: string | null
  readonly discountsUsed: ReadonlyArray<{ readonly discountStripeId: string }>
}

export interface PreviewedInvoices {
  readonly invoices: ReadonlyArray<{
    readonly at: string
    readonly lines: ReadonlyArray<{
      readonly itemStripeId: string | null
      readonly amount: Money
      readonly isDiscountable: boolean
    }>
  }>
  readonly stopsAt: string | null
}

export interface CouponLimits {
  readonly stripeId: string
  readonly name: string | null
  readonly productStripeIds: readonly string[] | null
}

const allOf = ({ discounts: { onSubscription, onItems, onCustomer } }: LiveStanding): Discount[] => [
  ...onItems.flatMap(({ discounts }) => discounts),
  ...onSubscription,
  ...onCustomer,
]

/** The discounts of every level, and which of them a draft has used up. */
export const liveDiscountsOf = (
  { subscription, discounts }: LiveStanding,
  drafts: readonly DraftUse[],
): LiveDiscount[] => {
  const own = drafts.filter((draft) => draft.subscriptionStripeId === subscription.stripeId)
  const userOf = (id: string) =>
    own.find(({ discountsUsed }) => discountsUsed.some(({ discountStripeId }) => discountStripeId === id))
  const all = [
    ...discounts.onItems.flatMap(({ itemStripeId, discounts: rows }) => rows.map((row) => ({ ...row, itemStripeId }))),
    ...[...discounts.onSubscription, ...discounts.onCustomer].map((row) => ({ ...row, itemStripeId: null })),
  ]
  return all.map((row) => ({
    ...row,
    usedByInvoiceStripeId: row.duration === 'once' ? (userOf(row.stripeId)?.stripeId ?? null) : null,
  }))
}

/** Stripe's previews as a calendar. */
export const calendarOf = (
  coming: PreviewedInvoices,
  { now, currency }: Pick<Calendar, 'now' | 'currency'>,
): Calendar => ({
  now,
  currency,
  coming: coming.invoices.map(({ at, lines }) => ({
    at,
    lines: lines.map(({ itemStripeId, amount, isDiscountable }) => ({
      itemStripeId,
      amount: amount.amount,
      isDiscountable,
    })),
  })),
  endsThere: coming.stopsAt === 'end',
})

const itemText = ({ productName, quantity, priceStripeId, periodEndsAt }: SubscriptionItem): string =>
  `${productName} × ${quantity ?? 'use'} (${priceStripeId}) until ${periodEndsAt}`

/** What may not move between the question and the deed, each in one line. */
export const standingOf = (live: LiveStanding): Record<string, string> => {
  const { stripeId: id, status, items } = live.subscription
  const discounts = allOf(live).map(({ stripeId, couponStripeId }) => `${stripeId} of ${couponStripeId}`)
  return {
    Subscription: `${id}, ${status}`,
    Items: items.map(itemText).toSorted().join('; '),
    'Live discounts': discounts.toSorted().join('; ') || 'none',
  }
}

export interface Ground {
  readonly live: LiveStanding
  readonly coming: PreviewedInvoices
  readonly coupons: readonly CouponLimits[]
  readonly now: string
}

const RUNNING: ReadonlySet<string> = new Set(['active', 'trialing', 'past_due'])
/** Clocks differ by a little; a subscription made this moment may begin a little ahead of ours. */
const TOLERATED_MS = 5 * 60_000

const isOtherTime = ({ live, coming, now }: Ground): boolean => {
  const at = Date.parse(now)
  const begins = live.subscription.items.map(({ periodStartsAt }) => Date.parse(periodStartsAt))
  const [next] = coming.invoices
  return begins.some((begin) => begin > at + TOLERATED_MS) || (next !== undefined && Date.parse(next.at) <= at)
}

const limitedOf = ({ live, coupons }: Ground): StackRefusal[] =>
  allOf(live).flatMap(({ stripeId, couponStripeId }) => {
    const coupon = coupons.find((one) => one.stripeId === couponStripeId)
    if (!coupon || coupon.productStripeIds === null) return []
    const words = `“${coupon.name ?? couponStripeId}” counts for some products only; one coupon can’t keep that.`
    return [{ code: 'limited-to-products', discountStripeId: stripeId, words }]
  })

/** What stands in the way whatever the amounts are. */
export const hindrancesOf = (ground: Ground): StackRefusal[] => {
  const { status, pause, schedule } = ground.live.subscription
  const refuse = (code: StackRefusal['code'], words: string): StackRefusal => ({ code, words, discountStripeId: null })
  if (!RUNNING.has(status)) return [refuse('not-running', `The subscription is ${status.replaceAll('_', ' ')}.`)]
  return [
    ...(schedule ? [refuse('schedule', 'A schedule rules this subscription and would overwrite its discounts.')] : []),
    ...(pause
      ? [refuse('collection-paused', 'Collection is paused; an invoice that isn’t collected loses a coupon.')]
      : []),
    ...(isOtherTime(ground)
      ? [refuse('other-time', 'An invoice is due this moment, or Stripe’s time for this subscription isn’t ours.')]
      : []),
    ...limitedOf(ground),
  ]
}
