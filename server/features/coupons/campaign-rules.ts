// Rule: a campaign's coupon is meant to be published, so what it may cost is bounded before anybody sees it: each redemption
// is reckoned at its amount, or its part of the dearest list price of its products, quantity one, over its months (twelve where it has no end), and
// redemptions × that may not exceed the budget. Sales are counted per code; what was spent is redemptions × what each was
// reckoned at.

import type { Campaign, CampaignFacts, CampaignPayload, ListedPrice } from '@countersign/shared/features/coupons'
import { type Money, moneyText, scaleAmount } from '@countersign/shared/money'
import { toIso } from '@countersign/shared/times'
import { soldWords } from './campaign-currency-rules.ts'

type Off = CampaignPayload['off']
type Duration = CampaignPayload['duration']

const MONTHS = { day: 1 / 30, week: 7 / 30, month: 1, year: 12 } as const
const RECKONED_FOREVER_MONTHS = 12
/** A percentage has at most two decimals. */
const HUNDREDTHS = 100

const offOf = (off: Off, price: Money): number | null => {
  // The price bounds nothing: a larger quantity, or several products on one invoice, have room for all of it.
  if (off.kind === 'amount') return off.amount.amount
  return scaleAmount(price.amount, Math.round(off.percent * HUNDREDTHS), HUNDREDTHS * HUNDREDTHS)
}

/** Invoices that a duration reaches when the first comes at once. */
const invoicesOf = (duration: Duration, { interval, intervalCount }: ListedPrice): number => {
  if (duration.kind === 'once') return 1
  const months = duration.kind === 'repeating' ? duration.months : RECKONED_FOREVER_MONTHS
  return Math.max(1, Math.ceil(months / (MONTHS[interval] * intervalCount)))
}

export interface Reckoned {
  readonly each: Money
  readonly most: Money
  readonly arithmetic: string
}

/** What a campaign may cost; null where none of the prices is in the budget's currency, or it can't be told exactly. */
export const reckonCampaign = (
  { off, duration, maxRedemptions, budget }: CampaignPayload,
  prices: readonly ListedPrice[],
): Reckoned | null => {
  const { currency } = budget
  const costs = prices.flatMap((price) => {
    if (price.unitAmount.currency !== currency) return []
    const once = offOf(off, price.unitAmount)
    const invoices = invoicesOf(duration, price)
    return once === null ? [] : [{ price, once, invoices, cost: once * invoices }]
  })
  const [dearest] = costs.toSorted((a, b) => b.cost - a.cost)
  if (!dearest || dearest.cost < 1) return null
  const most = dearest.cost * maxRedemptions
  if (!Number.isSafeInteger(most)) return null
  const money = (amount: number) => moneyText({ amount, currency })
  const reach = `${money(dearest.once)} × ${dearest.invoices} of ${dearest.price.productName}`
  return {
    each: { amount: dearest.cost, currency },
    most: { amount: most, currency },
    arithmetic: `${reach} = ${money(dearest.cost)}; × ${maxRedemptions} = ${money(most)}`,
  }
}

export const offWords = (off: Off): string => (off.kind === 'amount' ? moneyText(off.amount) : `${off.percent} %`)

export const durationWords = (duration: Duration): string =>
  ({ once: 'once', forever: 'for ever', repeating: `${duration.kind === 'repeating' ? duration.months : 0} months` })[
    duration.kind
  ]

/** `20 % off, 3 months`. */
export const termsWords = ({ off, duration }: Pick<CampaignPayload, 'off' | 'duration'>): string =>
  `${offWords(off)} off, ${durationWords(duration)}`

/** Of the facts, those that may not move between word and deed. */
export const campaignBinding = ({ products, each, soldElsewhere }: CampaignFacts): Record<string, string> => ({
  Products: products.map(({ name }) => name).join(', '),
  'Each at most': moneyText(each),
  'Outside the budget': soldElsewhere.map(soldWords).join(', ') || 'nothing',
})

export interface KeptCampaign {
  readonly id: string
  readonly name: string
  readonly partner: string | null
  readonly couponStripeId: string
  readonly terms: string
  readonly products: string
  readonly eachAmount: number
  readonly budgetAmount: number
  readonly currency: string
  readonly maxRedemptions: number
  readonly endsAt: number
  readonly createdBy: string
  readonly createdAt: number
  readonly endedAt: number | null
  readonly redemptions: number
  readonly checkedAt: number
}

export interface KeptCode {
  readonly code: string
  readonly promotionCodeStripeId: string
  readonly redemptions: number
}

export const describeCampaign = (row: KeptCampaign, codes: readonly KeptCode[], now: number): Campaign => {
  const { id, name, partner, couponStripeId, terms, currency, maxRedemptions, createdBy, redemptions, endedAt } = row
  const isOver = row.endsAt <= now || redemptions >= maxRedemptions
  const money = (amount: number) => ({ amount, currency })
  return {
    id,
    name,
    partner,
    couponStripeId,
    terms,
    products: JSON.parse(row.products) as string[],
    each: money(row.eachAmount),
    budget: money(row.budgetAmount),
    maxRedemptions,
    endsAt: toIso(row.endsAt),
    state: endedAt === null ? (isOver ? 'over' : 'running') : 'ended',
    endedAt: endedAt === null ? null : toIso(endedAt),
    createdBy,
    createdAt: toIso(row.createdAt),
    redemptions,
    spent: money(row.eachAmount * redemptions),
    codes: codes.map(({ code, promotionCodeStripeId, redemptions: count }) => ({
      code,
      promotionCodeStripeId,
      redemptions: count,
    })),
    checkedAt: toIso(row.checkedAt),
  }
}
