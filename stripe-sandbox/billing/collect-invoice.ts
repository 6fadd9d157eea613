import type { Account } from '../store/account.ts'
import type { Invoice, PaymentIntent, PaymentMethod } from '../store/kinds.ts'
import { invalidRequest, type StripeRefusal } from '../wire/errors.ts'
import { type Attempt, attemptPayment } from './attempt-payment.ts'
import { withCustomerOfToday } from './billed-customer.ts'
import { checkLastDigit } from './currency-rules.ts'
import { recordBalanceChange } from './customer-balance.ts'
import { dunningOf } from './dunning.ts'
import { nextAttempt } from './dunning-rules.ts'
import { fallBehind, recoverSubscription, subscriptionOf } from './follow-payment.ts'
import { collectingIntent, creditIntent, openPayment } from './invoice-payments.ts'
import { DRAFT_SECONDS, invoiceNumber, settle } from './invoice-rules.ts'
import { addDays } from './period-rules.ts'
import { minimumFor, priceInvoice } from './price-invoice.ts'

const DEFAULT_DAYS_UNTIL_DUE = 30

const dueDateOf = (account: Account, invoice: Invoice): number | null => {
  if (invoice.collection_method !== 'send_invoice') return null
  const days = invoice._days_until_due ?? subscriptionOf(account, invoice)?.days_until_due ?? DEFAULT_DAYS_UNTIL_DUE
  return invoice.due_date ?? addDays(account.now, days)
}

const takeNumber = (account: Account, invoice: Invoice): string => {
  const customer = account.need('customer', invoice.customer ?? '')
  const sequence = customer.next_invoice_sequence ?? 1
  account.update('customer', { ...customer, next_invoice_sequence: sequence + 1 })
  return invoiceNumber(customer.invoice_prefix ?? '', sequence)
}

type BalanceUse = 'applied_to_invoice' | 'invoice_too_small'

const useBalance = (account: Account, invoice: Invoice, type: BalanceUse, amount: number): void => {
  if (amount === 0) return
  const { currency, id } = invoice
  recordBalanceChange(account, { customer: invoice.customer ?? '', amount, type, currency, invoice: id })
}

/** Draft → open: fixes the sums, takes the number and uses the balance. Nothing to pay means paid. */
export const finalizeInvoice = (account: Account, draft: Invoice): Invoice => {
  if (draft.status !== 'draft') {
    throw invalidRequest("This invoice is already finalized, you can't re-finalize a non-draft invoice.", {
      code: 'invoice_not_editable',
    })
  }
  const priced = priceInvoice(account, withCustomerOfToday(account, draft))
  const number = priced.number ?? takeNumber(account, priced)
  const { amountDue, endingBalance, tooSmall } = settle(priced.total, priced.starting_balance, minimumFor(priced))
  checkLastDigit(priced.currency, amountDue, 'currency')
  useBalance(account, priced, 'applied_to_invoice', endingBalance - priced.starting_balance - tooSmall)
  useBalance(account, priced, 'invoice_too_small', tooSmall)
  const open = account.update(
    'invoice',
    {
      ...priced,
      amount_due: amountDue,
      amount_remaining: amountDue,
      automatically_finalizes_at: null,
      due_date: dueDateOf(account, priced),
      effective_at: priced.effective_at ?? account.now,
      ending_balance: endingBalance,
      next_payment_attempt:
        priced.collection_method === 'charge_automatically' && priced.auto_advance ? account.now + DRAFT_SECONDS : null,
      number,
      status: 'open',
      status_transitions: { ...priced.status_transitions, finalized_at: account.now },
    },
    'invoice.updated',
  )
  if (amountDue > 0) openPayment(account, open)
  account.emit('invoice.finalized', 'invoice', open)
  return amountDue === 0 ? settlePaid(account, open, 0) : open
}

/** Marks an invoice as paid, its sums being as they are, and lets its subscription recover. */
export const closePaid = (account: Account, invoice: Invoice): Invoice => {
  const paid = account.update(
    'invoice',
    {
      ...invoice,
      amount_remaining: 0,
      auto_advance: false,
      next_payment_attempt: null,
      status: 'paid',
      status_transitions: { ...invoice.status_transitions, paid_at: account.now },
    },
    'invoice.updated',
  )
  account.emit('invoice.paid', 'invoice', paid)
  account.emit('invoice.payment_succeeded', 'invoice', paid)
  recoverSubscription(account, paid)
  return paid
}

/** Marks an invoice as paid by an attempt to collect this amount, or without one when there is nothing to collect. */
export const settlePaid = (account: Account, invoice: Invoice, amount: number): Invoice =>
  closePaid(account, {
    ...invoice,
    amount_paid: invoice.amount_paid + amount,
    attempt_count: invoice.attempt_count + (amount > 0 ? 1 : 0),
    attempted: true,
  })

/** The method that would be charged: the invoice's own, the subscription's, the customer's. */
export const methodFor = (account: Account, invoice: Invoice, asked?: string): PaymentMethod | undefined => {
  const subscription = subscriptionOf(account, invoice)
  const customer = account.find('customer', invoice.customer)
  const id =
    asked ??
    invoice.default_payment_method ??
    subscription?.default_payment_method ??
    customer?.invoice_settings.default_payment_method
  return account.find('payment_method', id)
}

/** How a payment of an invoice went; the failure of an attempt is recorded even when its request is refused. */
export interface Collected {
  readonly invoice: Invoice
  /** The refusal of the bank, if it refused. */
  readonly refusal?: StripeRefusal | undefined
}

const recordFailure = (account: Account, invoice: Invoice, attempts: number): Invoice => {
  const failed = account.update(
    'invoice',
    {
      ...invoice,
      attempt_count: attempts,
      attempted: true,
      next_payment_attempt: invoice.auto_advance ? nextAttempt(dunningOf(account), attempts, account.now) : null,
    },
    'invoice.updated',
  )
  account.emit('invoice.payment_failed', 'invoice', failed)
  fallBehind(account, failed)
  return failed
}

/** A bank debit counts as an attempt at once; its subscription goes on while the bank has not answered. */
const recordDebit = (account: Account, invoice: Invoice): Invoice => {
  const attempt = { attempt_count: invoice.attempt_count + 1, attempted: true, next_payment_attempt: null }
  const waiting = account.update('invoice', { ...invoice, ...attempt }, 'invoice.updated')
  recoverSubscription(account, waiting)
  return waiting
}

/** What an attempt to pay an invoice's intent does to the invoice. */
export const followAttempt = (account: Account, invoice: Invoice, { intent, refusal }: Attempt): Collected => {
  if (intent.status === 'processing') return { invoice: recordDebit(account, invoice) }
  if (intent.status !== 'succeeded')
    return { invoice: recordFailure(account, invoice, invoice.attempt_count + 1), refusal }
  creditIntent(account, intent)
  return { invoice: settlePaid(account, invoice, intent.amount_received) }
}

/** What the bank's answer to a debit does to the invoice that it was to pay. */
export const followAnswer = (account: Account, invoice: Invoice, intent: PaymentIntent): void => {
  if (intent.status !== 'succeeded') {
    recordFailure(account, invoice, invoice.attempt_count)
    return
  }
  creditIntent(account, intent)
  // The debit counted as an attempt when it was made.
  closePaid(account, { ...invoice, amount_paid: invoice.amount_paid + intent.amount_received })
}

/** Charges an open invoice. */
export const chargeInvoice = (account: Account, invoice: Invoice, asked?: string): Collected => {
  const method = methodFor(account, invoice, asked)
  if (method === undefined)
    return { invoice: recordFailure(account, invoice, invoice.attempt_count + 1), refusal: noMethod() }
  return followAttempt(account, invoice, attemptPayment(account, collectingIntent(account, invoice), method))
}

export const noMethod = (): StripeRefusal =>
  invalidRequest(
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
    { code: 'resource_missing' },
  )
