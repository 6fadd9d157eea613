import type { Stripe } from 'stripe'
import type { Thing } from './reader.ts'

interface Amount {
  readonly amount: number
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)
const sumOf = (parts: readonly Amount[] | null | undefined): number => sum((parts ?? []).map(({ amount }) => amount))

const same = (what: string, actual: unknown, expected: unknown): string[] =>
  actual === expected ? [] : [`${what} is ${String(actual)} and should be ${String(expected)}`]

/** Taxes that stand beside the price; inclusive ones are part of it. */
const addedTax = (taxes: readonly (Amount & { readonly tax_behavior: string })[] | null): number =>
  sumOf((taxes ?? []).filter(({ tax_behavior: behavior }) => behavior === 'exclusive'))

/** SDK, Invoice: subtotal, total, amount_remaining and their parts. */
export const invoiceProblems = (invoice: Stripe.Invoice, lines: readonly Stripe.InvoiceLineItem[]): string[] => {
  const name = `invoice ${invoice.id}`
  const discounts = sumOf(invoice.total_discount_amounts)
  const lineTaxes = lines.flatMap(({ taxes }) => taxes ?? [])
  const total = invoice.subtotal - discounts + addedTax(invoice.total_taxes)
  return [
    ...same(`${name}.subtotal`, invoice.subtotal, sumOf(lines)),
    ...same(`${name}.total_discount_amounts`, discounts, sumOf(lines.flatMap((line) => line.discount_amounts ?? []))),
    ...same(`${name}.total_taxes`, sumOf(invoice.total_taxes), sumOf(lineTaxes)),
    ...same(`${name}.total`, invoice.total, total),
    ...same(`${name}.total_excluding_tax`, invoice.total_excluding_tax, total - sumOf(invoice.total_taxes)),
    ...settledProblems(invoice),
  ]
}

const settledProblems = (invoice: Stripe.Invoice): string[] => {
  const name = `invoice ${invoice.id}`
  if (invoice.status === 'draft' || invoice.status === null) return []
  const due = Math.max(0, invoice.amount_due)
  return [
    ...(invoice.status === 'paid' ? same(`${name}.amount_remaining`, invoice.amount_remaining, 0) : []),
    ...same(`${name}.amount_remaining`, invoice.amount_remaining, due - invoice.amount_paid),
    ...(invoice.number === null ? [`${name} is final and has no number`] : []),
  ]
}

/** SDK, CreditNote: what it comes to, and where that went. */
export const creditNoteProblems = (note: Stripe.CreditNote): string[] => {
  const name = `credit_note ${note.id}`
  const total = note.subtotal - note.discount_amount + addedTax(note.total_taxes)
  const lines = note.lines.data
  return [
    ...same(`${name}.total`, note.total, total),
    ...same(`${name}.amount`, note.amount, note.total),
    ...same(
      `${name}.pre_payment_amount + post_payment_amount`,
      note.pre_payment_amount + note.post_payment_amount,
      note.total,
    ),
    ...(lines.length === 0 ? [] : same(`${name}.subtotal`, note.subtotal, sumOf(lines))),
  ]
}

/** SDK, CustomerBalanceTransaction.ending_balance: every step of the balance, oldest first. */
export const balanceProblems = (
  customer: Stripe.Customer,
  transactions: readonly Stripe.CustomerBalanceTransaction[],
): string[] => {
  let balance = 0
  const wrong = transactions.flatMap(({ id, amount, ending_balance: ending }) => {
    balance += amount
    return same(`customer_balance_transaction ${id}.ending_balance`, ending, balance)
  })
  return [...wrong, ...same(`customer ${customer.id}.balance`, customer.balance, balance)]
}

/** Objects as they are sent, by their name. */
export const named = <T>(things: readonly Thing[], object: string): T[] =>
  things.filter((thing) => thing.object === object) as unknown as T[]
