// Rule: a quote is what the customer accepted. Its total is the sum of quantity × unit amount, in whole minor units; its
// reference is unique per source without regard to case; once it was invoiced it stands as it was accepted.

import { canonicalJson } from '@countersign/shared/canonical'
import type { QuoteContent, QuoteLine } from '@countersign/shared/features/quotes'
import { currencyStep, type Money, stepText } from '@countersign/shared/money'

/** Stripe's invoices have room for twelve digits. */
export const MOST_TOTAL = 999_999_999_999

const CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()))

/** Without floating point: past what is exact, the sum is refused rather than rounded. */
export const totalOf = (lines: ReadonlyArray<Pick<QuoteLine, 'quantity' | 'unitAmount'>>): bigint =>
  lines.reduce((sum, { quantity, unitAmount }) => sum + BigInt(quantity) * BigInt(unitAmount), 0n)

export interface AmountFault {
  /** From 0; null: the quote as a whole. */
  readonly line: number | null
  readonly why: string
}

/** Why these amounts can't be invoiced; null when they can. */
export const faultOf = ({ lines, currency }: Pick<QuoteContent, 'lines' | 'currency'>): AmountFault | null => {
  const code = currency.toUpperCase()
  if (!CURRENCIES.has(currency)) return { line: null, why: `“${code}” is no currency` }
  const line = lines.findIndex(({ unitAmount }) => unitAmount % currencyStep(currency) !== 0)
  if (line >= 0) return { line, why: `Stripe takes only ${stepText(currency)}` }
  return totalOf(lines) > BigInt(MOST_TOTAL) ? { line: null, why: 'the total has more than twelve digits' } : null
}

/** The total of amounts that were checked. */
export const totalMoney = (content: Pick<QuoteContent, 'lines' | 'currency'>): Money => ({
  amount: Number(totalOf(content.lines)),
  currency: content.currency,
})

/** How references and searches are compared: without case, whatever Unicode form they came in. */
export const foldText = (text: string): string => text.normalize('NFKC').toLowerCase()

/** What a search for words looks into. */
export const searchedText = (content: QuoteContent): string =>
  [content.reference, content.customerName, content.teamId, content.ticket, content.purchaseOrder, content.billingEmail]
    .filter((part) => part !== null)
    .map(foldText)
    .join('\n')

/** One text for one content: two quotes that say the same have the same. */
export const contentText = (content: QuoteContent): string => canonicalJson(content)

const PARTS = [
  'reference',
  'source',
  'customerName',
  'billingEmail',
  'address',
  'teamId',
  'ticket',
  'acceptedBy',
  'acceptedOn',
  'terms',
  'daysUntilDue',
  'currency',
  'lines',
  'purchaseOrder',
  'taxNumbers',
  'note',
] as const satisfies ReadonlyArray<keyof QuoteContent>

/** The names of what is otherwise, for the log. */
export const changedParts = (before: QuoteContent, after: QuoteContent): string[] =>
  PARTS.filter((part) => canonicalJson(before[part]) !== canonicalJson(after[part]))

const CURSOR = /^(\d{4}-\d{2}-\d{2})[.](quo_[0-9A-Z]{26})$/

export interface PlaceInList {
  readonly acceptedOn: string
  readonly id: string
}

export const cursorOf = ({ acceptedOn, id }: PlaceInList): string => `${acceptedOn}.${id}`

/** null for a text that was never one of our cursors. */
export const placeOf = (cursor: string): PlaceInList | null => {
  const [, acceptedOn, id] = CURSOR.exec(cursor) ?? []
  return acceptedOn === undefined || id === undefined ? null : { acceptedOn, id }
}
