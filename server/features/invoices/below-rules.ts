// Rule: a line that costs less than the catalogue says is named, and an approver sees it. What counts is the very price that
// it was made of; for a line that somebody added at Stripe the lowest price of its product. Free text has no list price.
// A discount on the invoice counts as below it.

import { type Money, moneyText } from '@countersign/shared/money'

interface SoldLine {
  readonly number: number | null
  readonly description: string
  readonly productStripeId: string | null
  readonly unitAmount: Money | null
}

interface Price {
  readonly stripeId: string
  readonly productStripeId: string
  readonly unitAmount: Money | null
}

type Wishes = ReadonlyArray<{ readonly priceStripeId: string | null }>

const listedFor = (line: SoldLine, wishes: Wishes, prices: readonly Price[]): number | null => {
  const currency = line.unitAmount?.currency
  const own = line.number === null ? null : (wishes[line.number - 1]?.priceStripeId ?? null)
  const meant = prices.filter((price) =>
    own === null ? price.productStripeId === line.productStripeId : price.stripeId === own,
  )
  const amounts = meant.flatMap(({ unitAmount }) =>
    unitAmount?.currency === currency ? (unitAmount?.amount ?? []) : [],
  )
  return amounts.length === 0 ? null : Math.min(...amounts)
}

/** A discount on the whole of it lowers every line, also those that have no list price. */
export const discountWords = ({ discount }: { readonly discount: Money }): string[] =>
  discount.amount === 0 ? [] : [`a discount on the invoice of ${moneyText(discount)}.`]

export const belowCatalogue = (lines: readonly SoldLine[], wishes: Wishes, prices: readonly Price[]): string[] =>
  lines.flatMap((line) => {
    const { description, unitAmount } = line
    const listed = listedFor(line, wishes, prices)
    if (listed === null || unitAmount === null || unitAmount.amount >= listed) return []
    const list = moneyText({ amount: listed, currency: unitAmount.currency })
    return [`${description}: ${moneyText(unitAmount)}, listed at ${list}.`]
  })
