// Rule: a statement tells every invoice of a customer with all that took something off it, in the order of days in UTC, each
// currency by itself. What remains at the end is what the open and the written off invoices still ask for: a payment, credit
// that was used, a credit note and a voiding each take off what they covered; of a credit note on what was paid already the
// money was given back, so it changes nothing. When a part was paid Stripe doesn't say with the invoice: it counts from the
// day of reading.

import { STATEMENT_KINDS, type Statement, type StatementEntry } from '@countersign/shared/features/receivables'
import type { INVOICE_STATUSES } from '@countersign/shared/features/subscriptions'
import type { Money } from '@countersign/shared/money'
import { dayOf } from '@countersign/shared/times'

export interface StatementInvoice {
  readonly stripeId: string
  readonly number: string | null
  readonly status: (typeof INVOICE_STATUSES)[number]
  readonly currency: string
  readonly total: Money
  /** Below zero where the customer's credit took something off. */
  readonly balanceApplied: Money
  readonly amountPaid: Money
  readonly amountRemaining: Money
  readonly finalizedAt: string | null
  readonly paidAt: string | null
  readonly voidedAt: string | null
  readonly isPaidOutOfBand: boolean
}

export interface StatementNote {
  readonly number: string
  readonly invoiceStripeId: string
  readonly total: Money
  readonly at: string
}

interface Line {
  readonly on: string
  readonly kind: StatementEntry['kind']
  readonly reference: string
  readonly amount: number
}

const referenceOf = ({ number, stripeId }: Pick<StatementInvoice, 'number' | 'stripeId'>): string => number ?? stripeId

const line = (on: string, kind: Line['kind'], { reference, amount }: Pick<Line, 'reference' | 'amount'>): Line[] =>
  amount === 0 ? [] : [{ on, kind, reference, amount }]

/** What was paid, when the whole was; a part so far, on the day of reading. */
const paymentsOf = (invoice: StatementInvoice, today: string): Line[] => {
  const paid = { reference: referenceOf(invoice), amount: -invoice.amountPaid.amount }
  if (invoice.status !== 'paid') return line(today, 'part-payment', paid)
  return line(dayOf(invoice.paidAt ?? today), invoice.isPaidOutOfBand ? 'paid-elsewhere' : 'payment', paid)
}

/** How much of credit notes came off before it was paid; what exceeds it was given back. */
const coverable = ({ status, total, balanceApplied, amountPaid }: StatementInvoice): number =>
  status === 'paid' ? Math.max(0, total.amount + balanceApplied.amount - amountPaid.amount) : Number.POSITIVE_INFINITY

const notesOf = (invoice: StatementInvoice, notes: readonly StatementNote[]): Line[] => {
  let left = coverable(invoice)
  return notes
    .filter(({ invoiceStripeId }) => invoiceStripeId === invoice.stripeId)
    .toSorted((one, other) => one.at.localeCompare(other.at))
    .flatMap(({ number: reference, total: { amount }, at }) => {
      const returned = Math.max(0, amount - left)
      left = Math.max(0, left - amount)
      return [
        ...line(dayOf(at), 'credit-note', { reference, amount: -amount }),
        ...line(dayOf(at), 'credit-returned', { reference, amount: returned }),
      ]
    })
}

const linesOf = (invoice: StatementInvoice, notes: readonly StatementNote[], today: string): Line[] => {
  const { finalizedAt, voidedAt, status, total, balanceApplied } = invoice
  if (finalizedAt === null) return []
  const on = dayOf(finalizedAt)
  const reference = referenceOf(invoice)
  const before = [
    ...line(on, 'invoice', { reference, amount: total.amount }),
    ...line(on, 'credit-used', { reference, amount: balanceApplied.amount }),
    ...paymentsOf(invoice, today),
    ...notesOf(invoice, notes),
  ]
  if (status !== 'void') return before
  const rest = before.reduce((sum, { amount }) => sum + amount, 0)
  return [...before, ...line(dayOf(voidedAt ?? today), 'void', { reference, amount: -rest })]
}

const inOrder = (one: Line, other: Line): number =>
  one.on.localeCompare(other.on) ||
  STATEMENT_KINDS.indexOf(one.kind) - STATEMENT_KINDS.indexOf(other.kind) ||
  one.reference.localeCompare(other.reference)

interface Span {
  readonly from: string
  readonly to: string
  readonly today: string
}

const stateOne = (
  currency: string,
  { invoices, notes }: { invoices: readonly StatementInvoice[]; notes: readonly StatementNote[] },
  { from, to, today }: Span,
): Statement['currencies'][number] => {
  const money = (amount: number) => ({ amount, currency })
  const lines = invoices.flatMap((invoice) => linesOf(invoice, notes, today)).toSorted(inOrder)
  const opening = lines.filter(({ on }) => on < from).reduce((sum, { amount }) => sum + amount, 0)
  let balance = opening
  const entries = lines
    .filter(({ on }) => on >= from && on <= to)
    .map(({ amount, ...entry }) => {
      balance += amount
      return { ...entry, amount: money(amount), balance: money(balance) }
    })
  const writtenOff = invoices
    .filter(({ status, finalizedAt }) => status === 'uncollectible' && dayOf(finalizedAt ?? today) <= to)
    .reduce((sum, { amountRemaining }) => sum + amountRemaining.amount, 0)
  return { currency, opening: money(opening), entries, closing: money(balance), writtenOff: money(writtenOff) }
}

/** Each currency that has something to tell in the span or before it. */
export const composeStatement = (
  invoices: readonly StatementInvoice[],
  notes: readonly StatementNote[],
  span: Span,
): Statement['currencies'] =>
  [...Map.groupBy(invoices, ({ currency }) => currency)]
    .map(([currency, some]) => stateOne(currency, { invoices: some, notes }, span))
    .filter(({ opening, entries }) => opening.amount !== 0 || entries.length > 0)
    .toSorted((one, other) => one.currency.localeCompare(other.currency))
