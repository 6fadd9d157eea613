// Rule: what is typed becomes a request once the invoice's own rules could take it: an amount within what is left, a payment
// with its reference and day, and a sentence for whoever signs.

import {
  CREDIT_NOTE_REASONS,
  type CreditNotePayload,
  type InvoiceFacts,
  type InvoiceWish,
} from '@countersign/shared/features/receivables'
import type { Money } from '@countersign/shared/money'
import { readAmount } from '../../lib/amount-text.ts'
import { moneyText } from '../../lib/money.ts'
import { receivables } from '../../messages/receivables.ts'

const words = receivables.form.missing
const FEWEST = 3

export interface ClosingDraft {
  readonly reference: string
  readonly paidOn: string
  readonly amount: string
  readonly reason: CreditNotePayload['reason']
  readonly memo: string
  readonly paidPart: 'balance' | 'out-of-band'
  readonly words: string
}

export const EMPTY_CLOSING: ClosingDraft = {
  reference: '',
  paidOn: '',
  amount: '',
  reason: CREDIT_NOTE_REASONS[0],
  memo: '',
  paidPart: 'balance',
  words: '',
}

/** The most that a credit note may take, as the server says it too. */
export const mostCredited = ({ status, total, remaining, creditNoted }: InvoiceFacts): Money =>
  status === 'open' ? remaining : { ...total, amount: Math.max(0, total.amount - creditNoted.amount) }

const isSaid = (text: string): boolean => text.trim().length >= FEWEST

const amountOf = ({ amount }: ClosingDraft, { total }: InvoiceFacts): Money | null => {
  const read = readAmount(amount, total.currency)
  return read.is === 'amount' && read.money.amount > 0 ? read.money : null
}

const missingPayment = ({ reference, paidOn }: ClosingDraft): string | undefined => {
  if (!isSaid(reference)) return words.reference
  return paidOn === '' ? words.paidOn : undefined
}

const missingCredit = (draft: ClosingDraft, facts: InvoiceFacts): string | undefined => {
  const money = amountOf(draft, facts)
  if (money === null) return words.amount
  const most = mostCredited(facts)
  if (money.amount > most.amount) return words.tooMuch(moneyText(most))
  return isSaid(draft.memo) ? undefined : words.memo
}

/** Why it can't be previewed yet; undefined when it can. */
export const missingInWish = (
  kind: InvoiceWish['kind'],
  draft: ClosingDraft,
  facts: InvoiceFacts,
): string | undefined => {
  if (kind === 'invoice.paid-out-of-band') return missingPayment(draft)
  return kind === 'invoice.credit-note' ? missingCredit(draft, facts) : undefined
}

/** Why it can't be asked for yet. */
export const missingInClosing = (
  kind: InvoiceWish['kind'],
  draft: ClosingDraft,
  facts: InvoiceFacts,
): string | undefined => missingInWish(kind, draft, facts) ?? (isSaid(draft.words) ? undefined : words.words)

/** null while something is missing. */
export const wishOf = (
  { kind, invoiceStripeId }: { readonly kind: InvoiceWish['kind']; readonly invoiceStripeId: string },
  draft: ClosingDraft,
  facts: InvoiceFacts,
): InvoiceWish | null => {
  if (missingInWish(kind, draft, facts) !== undefined) return null
  if (kind === 'invoice.paid-out-of-band')
    return { kind, payload: { invoiceStripeId, reference: draft.reference.trim(), paidOn: draft.paidOn } }
  if (kind !== 'invoice.credit-note') return { kind, payload: { invoiceStripeId } }
  const amount = amountOf(draft, facts)
  const paidPart = facts.status === 'open' ? 'none' : draft.paidPart
  return (
    amount && { kind, payload: { invoiceStripeId, amount, reason: draft.reason, memo: draft.memo.trim(), paidPart } }
  )
}
