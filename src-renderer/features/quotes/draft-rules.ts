// Rule: a quote can be kept once everything that an invoice needs is there. Amounts are typed as decimals and kept in minor
// units; nothing is rounded.

import {
  MOST_QUOTE_LINES,
  type QuotablePrice,
  type QuoteContent,
  quoteContentSchema,
  type QuoteLine,
} from '@countersign/shared/features/quotes'
import { currencyDecimals, currencyStep, decimalText, type Money } from '@countersign/shared/money'
import { readAmount } from '../../lib/amount-text.ts'
import { quoteForm as words } from '../../messages/quotes.ts'

export interface LineDraft {
  /** Stable while lines come and go. */
  readonly key: number
  readonly description: string
  readonly quantity: string
  readonly unitAmount: string
  readonly priceStripeId: string | null
}

export interface QuoteDraft {
  readonly reference: string
  readonly source: string
  readonly customerName: string
  readonly billingEmail: string
  readonly line1: string
  readonly line2: string
  readonly postalCode: string
  readonly city: string
  readonly state: string
  readonly country: string
  readonly teamId: string
  readonly ticket: string
  readonly acceptedBy: string
  readonly acceptedOn: string
  readonly terms: string
  readonly daysUntilDue: string
  readonly currency: string
  readonly lines: readonly LineDraft[]
  readonly purchaseOrder: string
  readonly taxNumbers: string
  readonly note: string
}

export const emptyLine = (key: number): LineDraft => ({
  key,
  description: '',
  quantity: '1',
  unitAmount: '',
  priceStripeId: null,
})

export const EMPTY_QUOTE: QuoteDraft = {
  reference: '',
  source: '',
  customerName: '',
  billingEmail: '',
  line1: '',
  line2: '',
  postalCode: '',
  city: '',
  state: '',
  country: '',
  teamId: '',
  ticket: '',
  acceptedBy: '',
  acceptedOn: '',
  terms: '',
  daysUntilDue: '30',
  currency: 'USD',
  lines: [emptyLine(0)],
  purchaseOrder: '',
  taxNumbers: '',
  note: '',
}

const orEmpty = (text: string | null): string => text ?? ''

export const draftOf = (quote: QuoteContent): QuoteDraft => ({
  reference: quote.reference,
  source: quote.source,
  customerName: quote.customerName,
  billingEmail: quote.billingEmail,
  line1: orEmpty(quote.address.line1),
  line2: orEmpty(quote.address.line2),
  postalCode: orEmpty(quote.address.postalCode),
  city: orEmpty(quote.address.city),
  state: orEmpty(quote.address.state),
  country: orEmpty(quote.address.country),
  teamId: orEmpty(quote.teamId),
  ticket: orEmpty(quote.ticket),
  acceptedBy: quote.acceptedBy,
  acceptedOn: quote.acceptedOn,
  terms: quote.terms,
  daysUntilDue: String(quote.daysUntilDue),
  currency: quote.currency.toUpperCase(),
  lines: quote.lines.map(({ description, quantity, unitAmount, priceStripeId }, key) => ({
    key,
    description,
    quantity: String(quantity),
    unitAmount: decimalText({ amount: unitAmount, currency: quote.currency }),
    priceStripeId,
  })),
  purchaseOrder: orEmpty(quote.purchaseOrder),
  taxNumbers: quote.taxNumbers.map(({ type, value }) => `${type} ${value}`).join('\n'),
  note: orEmpty(quote.note),
})

export const nextKey = (lines: readonly LineDraft[]): number => Math.max(-1, ...lines.map(({ key }) => key)) + 1

const isEmpty = ({ description, unitAmount }: LineDraft): boolean => description === '' && unitAmount === ''

/** A price of the catalogue as a line; an empty line at the end makes room for it. */
export const withPrice = (lines: readonly LineDraft[], { name, unitAmount, stripeId }: QuotablePrice): LineDraft[] => {
  const kept = lines.filter((line, at) => at < lines.length - 1 || !isEmpty(line))
  return [
    ...kept,
    {
      key: nextKey(lines),
      description: name,
      quantity: '1',
      unitAmount: decimalText(unitAmount),
      priceStripeId: stripeId,
    },
  ]
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

export const readWhole = (text: string, least: number, most: number): number | null => {
  const trimmed = text.trim()
  const count = /^\d{1,7}$/.test(trimmed) ? Number(trimmed) : Number.NaN
  return count >= least && count <= most ? count : null
}

export const codeOf = (draft: Pick<QuoteDraft, 'currency'>): string => draft.currency.trim().toLowerCase()
const isCode = (code: string): boolean => /^[a-z]{3}$/.test(code)

export const readLine = (line: LineDraft, currency: string): QuoteLine | null => {
  const quantity = readWhole(line.quantity, 1, 1_000_000)
  const price = readAmount(line.unitAmount, isCode(currency) ? currency : 'usd')
  if (quantity === null || price.is !== 'amount' || line.description.trim() === '') return null
  if (price.money.amount % currencyStep(currency) !== 0) return null
  return {
    description: line.description.trim(),
    quantity,
    unitAmount: price.money.amount,
    priceStripeId: line.priceStripeId,
  }
}

const readTaxNumbers = (text: string): QuoteContent['taxNumbers'] | null => {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const read = lines.map((line) => /^\s*(?<type>\S+)\s+(?<value>.*\S)\s*$/.exec(line)?.groups)
  if (lines.length > 5 || read.includes(undefined)) return null
  return read.map((groups) => ({ type: groups?.['type'] ?? '', value: groups?.['value'] ?? '' }))
}

const { line: missingInLine, ...missingParts } = words.missing
const MISSING: Readonly<Record<string, string>> = missingParts

/** The first thing that the contract doesn't take, in words. */
const wordsFor = (path: readonly PropertyKey[]): string => {
  const [part, at] = path
  if (part === 'address' && at === 'country') return words.missing.country
  if (part === 'lines' && typeof at === 'number') return missingInLine(at + 1)
  return MISSING[String(part)] ?? words.missing.other
}

export interface ReadDraft {
  /** The lines that are complete. */
  readonly lines: readonly QuoteLine[]
  readonly total: Money | null
  readonly content: QuoteContent | null
  /** Why it can't be kept yet. */
  readonly missing: string | undefined
}

const sumOf = (lines: readonly QuoteLine[], currency: string): Money | null => {
  const amount = lines.reduce((sum, { quantity, unitAmount }) => sum + BigInt(quantity) * BigInt(unitAmount), 0n)
  return isCode(currency) && amount <= BigInt(Number.MAX_SAFE_INTEGER) ? { amount: Number(amount), currency } : null
}

const candidateOf = (draft: QuoteDraft, lines: ReadonlyArray<QuoteLine | null>) => ({
  reference: draft.reference,
  source: draft.source,
  customerName: draft.customerName,
  billingEmail: draft.billingEmail.trim(),
  acceptedBy: draft.acceptedBy,
  acceptedOn: draft.acceptedOn,
  terms: draft.terms,
  daysUntilDue: readWhole(draft.daysUntilDue, 0, 365),
  currency: codeOf(draft),
  lines,
  address: {
    line1: orNull(draft.line1),
    line2: orNull(draft.line2),
    postalCode: orNull(draft.postalCode),
    city: orNull(draft.city),
    state: orNull(draft.state),
    country: orNull(draft.country.toUpperCase()),
  },
  teamId: orNull(draft.teamId),
  ticket: orNull(draft.ticket),
  purchaseOrder: orNull(draft.purchaseOrder),
  taxNumbers: readTaxNumbers(draft.taxNumbers),
  note: orNull(draft.note),
})

/** What the form says, as the companion takes it; or what is missing first. */
export const readDraft = (draft: QuoteDraft): ReadDraft => {
  const currency = codeOf(draft)
  const all = draft.lines.map((line) => readLine(line, currency))
  const lines = all.filter((line) => line !== null)
  const total = lines.length === 0 ? null : sumOf(lines, currency)
  const read = quoteContentSchema.safeParse(candidateOf(draft, all))
  if (read.success) return { lines, total, content: read.data, missing: undefined }
  const [issue] = read.error.issues
  return { lines, total, content: null, missing: wordsFor(issue?.path ?? []) }
}

export const canAddLine = ({ lines }: QuoteDraft): boolean => lines.length < MOST_QUOTE_LINES

/** Why an amount that was typed is none; undefined while it is one, or nothing stands there. */
export const amountFault = (text: string, currency: string): string | undefined => {
  if (text.trim() === '' || !isCode(currency)) return undefined
  const read = readAmount(text, currency)
  const step = currencyStep(currency)
  const isGood = read.is === 'amount' && read.money.amount % step === 0
  // A step of ten leaves the last decimal 0, one of a hundred the last two.
  return isGood ? undefined : words.wrong.amount(currencyDecimals(currency) - Math.log10(step))
}
