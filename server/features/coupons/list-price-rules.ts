// Rule: a coupon's value is worked out from the list price: price × quantity × months, or × a part of one period. It is one
// exact fraction, rounded once, halves up, to the minor unit, and never more than what it is for. Prices without a single
// amount (tiered, metered, decimal) and periods that aren't months have no such sum; that is said instead of guessed.

import type { SubscriptionItem } from '@countersign/shared/features/subscriptions'
import { type Money, moneyText, scaleAmount } from '@countersign/shared/money'

export type ListPrice = Pick<
  SubscriptionItem,
  'unitAmount' | 'billingScheme' | 'usage' | 'interval' | 'intervalCount' | 'productName'
>

/** How much of the price: whole months, or so many of so many equal parts of one period, e.g. 9 of 30 days. */
export type Share =
  | { readonly kind: 'months'; readonly months: number }
  | { readonly kind: 'fraction'; readonly parts: number; readonly of: number; readonly unit: string }

export interface Purpose {
  readonly price: ListPrice
  readonly quantity: number
  readonly share: Share
  /** What it is for has a value of its own, e.g. an invoice that was paid; null where it has none. */
  readonly atMost: Money | null
}

export type ListPriceAnswer =
  | { readonly verdict: 'priced'; readonly amount: Money; readonly arithmetic: string }
  | {
      readonly verdict: 'refused'
      readonly code:
        | 'tiered'
        | 'metered'
        | 'no-single-price'
        | 'not-in-months'
        | 'not-a-share'
        | 'currency'
        | 'no-amount'
      readonly words: string
    }

type Refused = Extract<ListPriceAnswer, { verdict: 'refused' }>

const refuse = (code: Refused['code'], words: string): Refused => ({ verdict: 'refused', code, words })

const MONTHS = { month: 1, year: 12 } as const

interface Fraction {
  readonly top: number
  readonly bottom: number
  readonly words: string
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 1

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

const periodWords = ({ interval, intervalCount }: ListPrice): string =>
  intervalCount === 1 ? `a ${interval}` : `${intervalCount} ${interval}s`

const fractionOf = (price: ListPrice, share: Share): Fraction | Refused => {
  if (share.kind === 'fraction') {
    const { parts, of, unit } = share
    if (!isCount(parts) || !isCount(of) || parts > of) {
      return refuse('not-a-share', 'A part of a period is a whole number of equal parts, no more than all of them.')
    }
    return { top: parts, bottom: of, words: `${parts} of ${of} ${unit} of ${periodWords(price)}` }
  }
  const { months } = share
  if (!isCount(months)) return refuse('not-a-share', 'A whole number of months is needed, at least one.')
  if (price.interval !== 'month' && price.interval !== 'year') {
    return refuse('not-in-months', `${price.productName} is billed per ${price.interval}; name a part of that instead.`)
  }
  const bottom = MONTHS[price.interval] * price.intervalCount
  return { top: months, bottom, words: bottom === 1 ? plural(months, 'month') : `${months} of ${bottom} months` }
}

/** The price of one, if a sum can be made with it. */
const unitOf = ({ price, quantity, atMost }: Purpose): Money | Refused => {
  const { productName, unitAmount } = price
  if (price.usage === 'metered') return refuse('metered', `${productName} is billed by use; its list price has no sum.`)
  if (price.billingScheme === 'tiered') {
    return refuse('tiered', `${productName} is priced in tiers; its list price has no single amount.`)
  }
  if (!unitAmount) return refuse('no-single-price', `The price of ${productName} is no whole amount.`)
  if (!isCount(quantity)) return refuse('not-a-share', 'The quantity is a whole number, at least one.')
  if (atMost && atMost.currency !== unitAmount.currency) {
    return refuse('currency', `The price is in ${unitAmount.currency.toUpperCase()}, what it is for is not.`)
  }
  return unitAmount
}

const answer = (full: Money, atMost: Money | null, sum: string): ListPriceAnswer => {
  const amount = { ...full, amount: Math.min(full.amount, atMost?.amount ?? full.amount) }
  if (amount.amount < 1) return refuse('no-amount', 'That comes to nothing that a coupon could give.')
  const capped = amount.amount < full.amount ? `, but no more than ${moneyText(amount)}` : ''
  return { verdict: 'priced', amount, arithmetic: `${sum} = ${moneyText(full)}${capped}` }
}

/** The amount of a coupon for this purpose, with its arithmetic in words; or why there is none. */
export const priceFromList = (purpose: Purpose): ListPriceAnswer => {
  const { price, quantity, share, atMost } = purpose
  const unit = unitOf(purpose)
  if ('verdict' in unit) return unit
  const fraction = fractionOf(price, share)
  if ('verdict' in fraction) return fraction
  const amount = scaleAmount(unit.amount, quantity * fraction.top, fraction.bottom)
  if (amount === null) return refuse('no-amount', 'That comes to no amount that can be told exactly.')
  return answer({ ...unit, amount }, atMost, `${moneyText(unit)} × ${quantity} × ${fraction.words}`)
}
