// Rule: an invoice is compared line by line with the quote that it comes from. Each line of the quote stands beside the one
// line of the invoice that says it stands for it; a second one that says so, and one that stands for none, is added; a line
// of the quote that nothing stands for is missing. What differs is named: words, quantity, price. A difference is accepted
// by its key, which holds both sides as they read: with either side's change the acceptance counts for nothing.

import { canonicalJson } from '@countersign/shared/canonical'
import type { LineComparison } from '@countersign/shared/features/invoices'
import { type Money, moneyText } from '@countersign/shared/money'

export interface QuotedLine {
  readonly description: string
  readonly quantity: number
  readonly unitAmount: number
}

export interface InvoicedLine extends QuotedLine {
  /** From 0; null: it stands for none. */
  readonly quoteLine: number | null
  /** As Stripe says it, where Stripe said it; else quantity × unit. */
  readonly amount: number
}

type Side = NonNullable<LineComparison['quoted']>

const sideOf = (line: QuotedLine & { readonly amount: number }, currency: string): Side => ({
  description: line.description,
  quantity: line.quantity,
  unitAmount: { amount: line.unitAmount, currency },
  amount: { amount: line.amount, currency },
})

const keyOf = (place: string, quoted: Side | null, invoiced: Side | null): string => {
  const flat = (side: Side | null) =>
    side && [side.description, side.quantity, side.unitAmount.amount, side.amount.amount, side.amount.currency]
  return canonicalJson([place, flat(quoted), flat(invoiced)])
}

const differencesOf = (quoted: Side | null, invoiced: Side | null): LineComparison['differs'] => {
  if (quoted === null) return ['added']
  if (invoiced === null) return ['missing']
  const isOtherPrice =
    quoted.unitAmount.amount !== invoiced.unitAmount.amount ||
    // A rounding, or a line that somebody gave a sum of its own.
    (quoted.quantity === invoiced.quantity && quoted.amount.amount !== invoiced.amount.amount)
  return [
    ...(quoted.description === invoiced.description ? [] : (['description'] as const)),
    ...(quoted.quantity === invoiced.quantity ? [] : (['quantity'] as const)),
    ...(isOtherPrice ? (['price'] as const) : []),
  ]
}

const compare = (place: string, quoted: Side | null, invoiced: Side | null, currency: string): LineComparison => ({
  key: keyOf(place, quoted, invoiced),
  quoted,
  invoiced,
  differs: differencesOf(quoted, invoiced),
  difference: { amount: (invoiced?.amount.amount ?? 0) - (quoted?.amount.amount ?? 0), currency },
})

/** The quote's lines in its order, then what was added, in the invoice's. */
export const compareLines = (
  quoted: readonly QuotedLine[],
  invoiced: readonly InvoicedLine[],
  currency: string,
): LineComparison[] => {
  const standIns = new Map<number, InvoicedLine>()
  const added: InvoicedLine[] = []
  for (const line of invoiced) {
    const place = line.quoteLine
    if (place === null || quoted[place] === undefined || standIns.has(place)) added.push(line)
    else standIns.set(place, line)
  }
  const ofQuote = quoted.map((line, place) => {
    const standIn = standIns.get(place)
    const left = sideOf({ ...line, amount: line.quantity * line.unitAmount }, currency)
    return compare(`quote ${place}`, left, standIn ? sideOf(standIn, currency) : null, currency)
  })
  return [...ofQuote, ...added.map((line, place) => compare(`added ${place}`, null, sideOf(line, currency), currency))]
}

export const totalDifference = (lines: readonly LineComparison[], currency: string): Money => ({
  amount: lines.reduce((sum, { difference }) => sum + difference.amount, 0),
  currency,
})

/** What differs and isn't accepted as it reads now. */
export const openDifferences = (
  lines: readonly LineComparison[],
  accepted: ReadonlyArray<{ readonly key: string }>,
): LineComparison[] => {
  const keys = new Set(accepted.map(({ key }) => key))
  return lines.filter(({ differs, key }) => differs.length > 0 && !keys.has(key))
}

const sideWords = ({ description, quantity, unitAmount }: Side): string =>
  `${description}: ${quantity} × ${moneyText(unitAmount)}`

/** `Development instance: 10 × 240.00 USD, now 12 × 240.00 USD: +480.00 USD`. */
export const differenceWords = ({ quoted, invoiced, difference }: LineComparison): string => {
  const sum = `${difference.amount > 0 ? '+' : ''}${moneyText(difference)}`
  if (!quoted) return `Not quoted: ${invoiced ? sideWords(invoiced) : ''} (${sum})`
  if (!invoiced) return `Quoted and missing: ${sideWords(quoted)} (${sum})`
  return `Quoted ${sideWords(quoted)}; invoiced ${sideWords(invoiced)} (${sum})`
}
