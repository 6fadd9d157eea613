// Rule: what is typed is saved as soon as it says something. Until then it stays on the screen, and the screen says what
// is missing; a figure that can't be read is never guessed and never sent.

import type { CustomerChoice } from '@countersign/shared/features/invoice-work'
import type { InvoiceLineWish } from '@countersign/shared/features/invoices'
import { currencyStep } from '@countersign/shared/money'
import { readAmount } from '../../lib/amount-text.ts'
import { figureText } from '../../lib/money.ts'
import { wizard as words } from '../../messages/invoice-wizard.ts'

export const MOST_MEMO = 500
const MOST_QUANTITY = 1_000_000
const MOST_DAYS = 365

/** One line as it is typed. */
export interface LineDraft {
  readonly key: string
  readonly quoteLine: number | null
  readonly description: string
  readonly quantity: string
  readonly unitAmount: string
  readonly priceStripeId: string | null
}

export interface CustomerDraft {
  readonly name: string
  readonly email: string
  readonly line1: string
  readonly line2: string
  readonly postalCode: string
  readonly city: string
  readonly state: string
  readonly country: string
}

/** What can't be saved as it stands; null: everything that is typed is in the choices. */
export interface Typed {
  readonly lines: readonly LineDraft[] | null
  readonly customer: CustomerDraft | null
  readonly days: string | null
  readonly memo: string | null
}

export const NOTHING_TYPED: Typed = { lines: null, customer: null, days: null, memo: null }

export type Read<Value> = { readonly is: 'read'; readonly value: Value } | { readonly is: 'gap'; readonly why: string }

const gap = <Value>(why: string): Read<Value> => ({ is: 'gap', why })

export const lineDraftsOf = (lines: readonly InvoiceLineWish[], currency: string): readonly LineDraft[] =>
  lines.map(({ quoteLine, description, quantity, unitAmount, priceStripeId }, at) => ({
    key: `${at} ${quoteLine ?? 'added'}`,
    quoteLine,
    description,
    quantity: String(quantity),
    unitAmount: figureText({ amount: unitAmount, currency }),
    priceStripeId,
  }))

const readWhole = (text: string, most: number): number | null => {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : null
  return value !== null && value <= most ? value : null
}

export const readQuantity = (text: string): number | null => {
  const value = readWhole(text, MOST_QUANTITY)
  return value === 0 ? null : value
}

/** In minor units; null for what is no amount of the currency, or none that Stripe takes. */
export const readUnitAmount = (text: string, currency: string): number | null => {
  const amount = readAmount(text, currency)
  return amount.is === 'amount' && amount.money.amount % currencyStep(currency) === 0 ? amount.money.amount : null
}

const readLine = (line: LineDraft, at: number, currency: string): Read<InvoiceLineWish> => {
  const { quoteLine, priceStripeId } = line
  const { gaps } = words.lines
  const description = line.description.trim()
  const quantity = readQuantity(line.quantity)
  const unitAmount = readUnitAmount(line.unitAmount, currency)
  if (description === '') return gap(gaps.description(at))
  if (quantity === null) return gap(gaps.quantity(at))
  if (unitAmount === null) return gap(gaps.price(at))
  return { is: 'read', value: { quoteLine, description, quantity, unitAmount, priceStripeId } }
}

export const readLines = (drafts: readonly LineDraft[], currency: string): Read<InvoiceLineWish[]> => {
  const lines: InvoiceLineWish[] = []
  for (const [at, draft] of drafts.entries()) {
    const line = readLine(draft, at + 1, currency)
    if (line.is === 'gap') return line
    lines.push(line.value)
  }
  return { is: 'read', value: lines }
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

export const readCustomer = (draft: CustomerDraft): Read<CustomerChoice> => {
  const { gaps } = words.customer
  const country = orNull(draft.country)?.toUpperCase() ?? null
  if (orNull(draft.name) === null) return gap(gaps.name)
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(draft.email.trim())) return gap(gaps.email)
  if (country !== null && !/^[A-Z]{2}$/.test(country)) return gap(gaps.country)
  const { line1, line2, postalCode, city, state } = draft
  const address = {
    line1: orNull(line1),
    line2: orNull(line2),
    postalCode: orNull(postalCode),
    city: orNull(city),
    state: orNull(state),
    country,
  }
  return { is: 'read', value: { kind: 'new', name: draft.name.trim(), email: draft.email.trim(), address } }
}

type NewCustomer = Pick<Extract<CustomerChoice, { kind: 'new' }>, 'name' | 'email' | 'address'>

export const customerDraftOf = ({ name, email, address }: NewCustomer): CustomerDraft => ({
  name,
  email,
  line1: address.line1 ?? '',
  line2: address.line2 ?? '',
  postalCode: address.postalCode ?? '',
  city: address.city ?? '',
  state: address.state ?? '',
  country: address.country ?? '',
})

export const readDays = (text: string): Read<number> => {
  const value = readWhole(text, MOST_DAYS)
  return value === null ? gap(words.payment.gapDays) : { is: 'read', value }
}

/** Why the customer would not get this memo, or null. Stripe counts as JavaScript does: an emoji is two. */
export const memoProblem = (memo: string, reference: string): string | null => {
  if (memo.length > MOST_MEMO) return words.payment.memoLong(memo.length - MOST_MEMO)
  return memo.includes(reference) ? null : words.payment.memoUncited(reference)
}

/** The first thing that keeps what is typed from being saved. */
export const gapIn = (typed: Typed, of: { readonly currency: string; readonly reference: string }): string | null => {
  const parts = [
    typed.customer && readCustomer(typed.customer),
    typed.lines && readLines(typed.lines, of.currency),
    typed.days === null ? null : readDays(typed.days),
  ]
  for (const part of parts) if (part?.is === 'gap') return part.why
  return typed.memo === null ? null : memoProblem(typed.memo, of.reference)
}
