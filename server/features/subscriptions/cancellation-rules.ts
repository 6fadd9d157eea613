// Rule: unused time on an early cancellation becomes credit on the balance, only for time that was paid and never above
// what was paid. Each line of the paid invoices gives its own unused part: what was paid of it (its share of what the
// invoice asked, after discounts) × the seconds left ÷ the seconds of its period, exact, halves up. A line that gave money
// back for the same days counts against the others. An unpaid or refunded invoice gives back nothing that it didn't take.

import { type Money, moneyText, scaleAmount } from '@countersign/shared/money'

export interface PaidLine {
  readonly id: string
  readonly description: string
  /** After discounts, before tax. */
  readonly amount: number
  readonly periodStartsAt: string
  readonly periodEndsAt: string
}

/** An invoice whose lines reach past the cancellation. */
export interface PaidInvoice {
  readonly stripeId: string
  readonly currency: string
  readonly total: number
  /** Paid with money or balance, less what was refunded or credited back since. */
  readonly paid: number
  readonly lines: readonly PaidLine[]
}

export interface UnusedLine {
  readonly invoiceStripeId: string
  readonly lineId: string
  readonly amount: Money
  readonly arithmetic: string
}

export type UnusedAnswer =
  | { readonly verdict: 'credit'; readonly total: Money; readonly lines: UnusedLine[] }
  | { readonly verdict: 'nothing'; readonly words: string }
  | { readonly verdict: 'refused'; readonly words: string }

const secondsBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 1000)

const taken = ({ total, paid }: PaidInvoice): number => Math.max(0, Math.min(paid, total))

/** What was paid of an amount that an invoice asked for: its share, cut off so that the shares never exceed it. */
const paidPart = (invoice: PaidInvoice, amount: number): number =>
  invoice.total <= 0 ? 0 : Number((BigInt(amount) * BigInt(taken(invoice))) / BigInt(invoice.total))

const unusedOf = (invoice: PaidInvoice, line: PaidLine, at: string): UnusedLine[] => {
  const whole = secondsBetween(line.periodStartsAt, line.periodEndsAt)
  const left = Math.min(whole, secondsBetween(at, line.periodEndsAt))
  const paid = paidPart(invoice, line.amount)
  const size = left <= 0 ? 0 : (scaleAmount(Math.abs(paid), left, whole) ?? 0)
  if (size === 0) return []
  const amount = { amount: paid < 0 ? -size : size, currency: invoice.currency }
  const was = moneyText({ ...amount, amount: paid })
  return [
    {
      invoiceStripeId: invoice.stripeId,
      lineId: line.id,
      amount,
      arithmetic: `${line.description}: ${was} × ${left} of ${whole} seconds = ${moneyText(amount)}`,
    },
  ]
}

/** What a cancellation at this time gives back, line by line. */
export const unusedPaidTime = (invoices: readonly PaidInvoice[], at: string): UnusedAnswer => {
  const currencies = new Set(invoices.map(({ currency }) => currency))
  const [currency] = currencies
  if (currencies.size > 1) {
    return { verdict: 'refused', words: 'The invoices are in several currencies; a balance has one.' }
  }
  const lines = invoices.flatMap((invoice) => invoice.lines.flatMap((line) => unusedOf(invoice, line, at)))
  const sum = lines.reduce((before, line) => before + line.amount.amount, 0)
  const most = invoices.reduce((before, invoice) => before + taken(invoice), 0)
  const amount = Math.min(sum, most)
  if (currency === undefined || amount < 1)
    return { verdict: 'nothing', words: 'No time that was paid is left unused.' }
  return { verdict: 'credit', total: { amount, currency }, lines }
}
