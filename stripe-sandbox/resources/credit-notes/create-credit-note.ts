import type { Stripe } from 'stripe'
import { settlePaid } from '../../billing/collect-invoice.ts'
import { creditable, type NoteParts, noteNumber, noteType, splitNote } from '../../billing/credit-note-rules.ts'
import { recordBalanceChange } from '../../billing/customer-balance.ts'
import { checkSettled, followRemaining } from '../../billing/invoice-payments.ts'
import type { Account } from '../../store/account.ts'
import type { CreditNote, Invoice } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import { listOf } from '../../wire/list.ts'
import { mergeMetadata, orNull } from '../metadata.ts'
import { noteLines } from './note-lines.ts'
import { noteRefunds } from './note-refunds.ts'
import { type NoteSums, noteSums } from './note-sums.ts'

export type Params = Stripe.CreditNoteCreateParams

export const CREDIT_NOTE_PARAMS = [
  'amount',
  'credit_amount',
  'effective_at',
  'invoice',
  'lines.amount',
  'lines.description',
  'lines.invoice_line_item',
  'lines.quantity',
  'lines.tax_rates',
  'lines.type',
  'lines.unit_amount',
  'lines.unit_amount_decimal',
  'memo',
  'metadata',
  'out_of_band_amount',
  'reason',
  'refund_amount',
  'refunds.amount_refunded',
  'refunds.refund',
  'refunds.type',
]

const invoiceFor = (account: Account, id: string): Invoice => {
  const invoice = account.need('invoice', id, 'invoice')
  if (invoice.status === 'uncollectible') throw notBuilt('credit notes for uncollectible invoices', 'invoice')
  if (invoice.status !== 'open' && invoice.status !== 'paid')
    throw invalidRequest('Credit notes can only be issued for finalized invoices that are open or paid.', {
      param: 'invoice',
    })
  return invoice
}

const checkAmount = ({ amount }: NoteSums, invoice: Invoice): void => {
  if (amount < 1) throw invalidRequest('Invalid positive integer', { param: 'amount' })
  if (amount > creditable(invoice))
    throw invalidRequest(`The most that can still be credited is ${creditable(invoice)}.`, { param: 'amount' })
}

const checkParts = (params: Params, { postPayment }: NoteParts, refunds: CreditNote['refunds']): void => {
  const refunded = refunds.reduce((sum, { amount_refunded: amount }) => sum + amount, 0)
  const given = (params.credit_amount ?? 0) + refunded + (params.out_of_band_amount ?? 0)
  if (given === postPayment) return
  throw invalidRequest(
    `The sum of credit_amount, refund_amount and out_of_band_amount (${given}) must equal the credit note amount after payment (${postPayment}).`,
    { param: 'credit_amount' },
  )
}

const reduceInvoice = (account: Account, invoice: Invoice, { prePayment, postPayment }: NoteParts): void => {
  const reduced = account.update(
    'invoice',
    {
      ...invoice,
      amount_due: invoice.amount_due - prePayment,
      amount_remaining: invoice.amount_remaining - prePayment,
      pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + prePayment,
      post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + postPayment,
    },
    'invoice.updated',
  )
  followRemaining(account, reduced)
  if (reduced.status === 'open' && reduced.amount_remaining === 0) settlePaid(account, reduced, 0)
}

const creditBalance = (account: Account, invoice: Invoice, creditNote: string, amount: number): string | null => {
  if (amount === 0) return null
  const { currency, customer } = invoice
  return recordBalanceChange(account, {
    customer: customer ?? '',
    amount: -amount,
    type: 'credit_note',
    currency,
    invoice: invoice.id,
    creditNote,
  }).id
}

/** Writes the note, reduces the invoice and credits the balance; previews do it too and take it back. */
export const createCreditNote = (account: Account, params: Params): CreditNote => {
  const invoice = invoiceFor(account, params.invoice)
  checkSettled(account, invoice, 'crediting')
  const lines = noteLines(account, params.lines ?? [], invoice)
  const sums = noteSums(params.amount, lines, invoice)
  checkAmount(sums, invoice)
  const parts = splitNote(sums.amount, invoice.amount_remaining)
  const refunds = noteRefunds(account, params, invoice)
  checkParts(params, parts, refunds)
  const id = account.ids.next('credit_note')
  const issued = account.all('credit_note').list([{ index: 'invoice', value: invoice.id }]).length
  const transaction = creditBalance(account, invoice, id, params.credit_amount ?? 0)
  reduceInvoice(account, invoice, parts)
  return account.create(
    'credit_note',
    {
      ...sums,
      id,
      object: 'credit_note',
      amount_shipping: 0,
      created: account.now,
      currency: invoice.currency,
      customer: invoice.customer ?? '',
      customer_account: null,
      customer_balance_transaction: transaction,
      effective_at: params.effective_at ?? account.now,
      invoice: invoice.id,
      lines: listOf(`/v1/credit_notes/${id}/lines`, lines),
      livemode: false,
      memo: orNull(params.memo),
      metadata: mergeMetadata({}, params.metadata),
      number: noteNumber(invoice.number ?? '', issued + 1),
      out_of_band_amount: params.out_of_band_amount ?? null,
      pdf: '',
      post_payment_amount: parts.postPayment,
      pre_payment_amount: parts.prePayment,
      pretax_credit_amounts: [],
      reason: params.reason ?? null,
      refunds,
      shipping_cost: null,
      status: 'issued',
      type: noteType(parts),
      voided_at: null,
    },
    'credit_note.created',
  )
}
