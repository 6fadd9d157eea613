// Rule: a coupon can be asked for once it has a plan, how much of it, a way to hand it over, a reason of the policy, and a
// sentence for whoever approves it. Its amount is never typed.

import type { CouponWorth, ListedPrice } from '@countersign/shared/features/coupons'
import type { Subscription } from '@countersign/shared/features/subscriptions'
import { moneyText } from '../../lib/money.ts'
import { coupons as words } from '../../messages/coupons.ts'

export interface CouponDraft {
  /** null: the plan of the team's own subscription. */
  readonly priceStripeId: string | null
  readonly quantity: string | null
  readonly share: 'months' | 'days'
  readonly months: string
  readonly parts: string
  readonly of: string
  readonly handOver: 'code' | 'applied'
  readonly subscriptionStripeId: string | null
  readonly validDays: string
  readonly reasonId: string | null
  readonly words: string
}

export const EMPTY_DRAFT: CouponDraft = {
  priceStripeId: null,
  quantity: null,
  share: 'months',
  months: '1',
  parts: '7',
  of: '30',
  handOver: 'code',
  subscriptionStripeId: null,
  validDays: '30',
  reasonId: null,
  words: '',
}

export const MOST = { quantity: 100_000, months: 36, days: 366, validDays: 365 }
const LEAST_WORDS = 3

/** A whole number within bounds; null for anything else. */
export const readCount = (text: string, most: number): number | null => {
  const count = /^\d{1,6}$/.test(text.trim()) ? Number(text) : 0
  return count >= 1 && count <= most ? count : null
}

/** What the form stands on when nothing was chosen: what the team has. */
export const withDefaults = (
  draft: CouponDraft,
  plans: readonly ListedPrice[],
  subscriptions: readonly Subscription[],
): CouponDraft & { readonly quantity: string } => {
  const items = subscriptions.flatMap((subscription) => subscription.items)
  const own = items.find(({ priceStripeId }) => plans.some(({ stripeId }) => stripeId === priceStripeId))
  return {
    ...draft,
    priceStripeId: draft.priceStripeId ?? own?.priceStripeId ?? null,
    quantity: draft.quantity ?? String(own?.quantity ?? 1),
    subscriptionStripeId: draft.subscriptionStripeId ?? subscriptions[0]?.stripeId ?? null,
  }
}

const shareOf = (draft: CouponDraft): CouponWorth['share'] | null => {
  if (draft.share === 'months') {
    const months = readCount(draft.months, MOST.months)
    return months === null ? null : { kind: 'months', months }
  }
  const parts = readCount(draft.parts, MOST.days)
  const of = readCount(draft.of, MOST.days)
  return parts === null || of === null || parts > of ? null : { kind: 'fraction', parts, of, unit: 'days' }
}

/** What the companion works the amount out from; null while something is missing. */
export const worthOf = (draft: CouponDraft): CouponWorth | null => {
  const { priceStripeId, reasonId } = draft
  const quantity = readCount(draft.quantity ?? '1', MOST.quantity)
  const share = shareOf(draft)
  if (priceStripeId === null || quantity === null || share === null || reasonId === null) return null
  return { priceStripeId, quantity, share, reasonId }
}

/** Why it can't be asked for yet; undefined when it can. */
export const missingIn = (draft: CouponDraft, hasProof: boolean): string | undefined => {
  const { missing } = words
  const isCounted = readCount(draft.quantity ?? '1', MOST.quantity) !== null && shareOf(draft) !== null
  const checks: ReadonlyArray<readonly [boolean, string]> = [
    [hasProof, missing.proof],
    [draft.priceStripeId !== null, missing.plan],
    [isCounted && readCount(draft.validDays, MOST.validDays) !== null, missing.count],
    [draft.handOver === 'code' || draft.subscriptionStripeId !== null, missing.subscription],
    [draft.reasonId !== null, missing.reason],
    [draft.words.trim().length >= LEAST_WORDS, missing.words],
  ]
  return checks.find(([isThere]) => !isThere)?.[1]
}

const nameOf = ({ productName, unitAmount, interval, intervalCount }: ListedPrice): string =>
  words.planText(productName, moneyText(unitAmount), interval, intervalCount)

/** Each plan by its name and price; only where two read the same, by its nickname too. */
export const planChoices = (plans: readonly ListedPrice[]): { readonly value: string; readonly label: string }[] => {
  const alike = Map.groupBy(plans, nameOf)
  return plans.map((plan) => {
    const name = nameOf(plan)
    const isAlone = alike.get(name)?.length === 1
    return { value: plan.stripeId, label: isAlone ? name : `${name} (${plan.nickname ?? plan.stripeId})` }
  })
}
