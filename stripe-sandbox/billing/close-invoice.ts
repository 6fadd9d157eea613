import type { Account } from '../store/account.ts'
import type { Invoice } from '../store/kinds.ts'
import type { PendingChange } from '../store/subscription-fields.ts'
import { invalidRequest, notBuilt } from '../wire/errors.ts'
import { recordBalanceChange } from './customer-balance.ts'
import { recoverSubscription, subscriptionOf } from './follow-payment.ts'
import { dropPendingUpdate } from './pending-update.ts'
import { cancelPayment, checkSettled } from './invoice-payments.ts'

const checkStatus = (invoice: Invoice, allowed: readonly string[], verb: string): void => {
  if (allowed.includes(invoice.status ?? '')) return
  throw invalidRequest(
    `You can only ${verb} invoices that are ${allowed.join(' or ')}; this one is ${invoice.status}.`,
    { code: 'status_transition_invalid' },
  )
}

/** Gives back the balance that a finalised invoice had used. */
const returnBalance = (account: Account, invoice: Invoice): void => {
  const used = (invoice.ending_balance ?? invoice.starting_balance) - invoice.starting_balance
  if (used === 0 || account.find('customer', invoice.customer) === undefined) return
  recordBalanceChange(account, {
    customer: invoice.customer ?? '',
    amount: -used,
    type: 'unapplied_from_invoice',
    currency: invoice.currency,
    invoice: invoice.id,
  })
}

export const voidInvoice = (account: Account, invoice: Invoice): Invoice => {
  checkStatus(invoice, ['open', 'uncollectible'], 'void')
  checkSettled(account, invoice, 'voiding')
  if (invoice.amount_paid > 0) throw notBuilt('voiding an invoice that is paid in part')
  cancelPayment(account, invoice, 'void_invoice')
  returnBalance(account, invoice)
  const voided = account.update(
    'invoice',
    {
      ...invoice,
      auto_advance: false,
      next_payment_attempt: null,
      status: 'void',
      status_transitions: { ...invoice.status_transitions, voided_at: account.now },
    },
    'invoice.updated',
  )
  account.emit('invoice.voided', 'invoice', voided)
  dropPendingUpdate(account, voided)
  return voided
}

const pendingOn = (account: Account, invoice: Invoice): PendingChange | undefined => {
  const pending = subscriptionOf(account, invoice)?._pending
  return pending?.invoice === invoice.id ? pending : undefined
}

export const markUncollectible = (account: Account, invoice: Invoice): Invoice => {
  checkStatus(invoice, ['open'], 'mark uncollectible')
  const pending = pendingOn(account, invoice)
  if (pending?.reason === 'update') throw notBuilt('giving up the invoice of a pending update', 'id')
  const closed = account.update(
    'invoice',
    {
      ...invoice,
      auto_advance: false,
      next_payment_attempt: null,
      status: 'uncollectible',
      status_transitions: { ...invoice.status_transitions, marked_uncollectible_at: account.now },
    },
    'invoice.updated',
  )
  account.emit('invoice.marked_uncollectible', 'invoice', closed)
  // Giving up the invoice of a resumption resumes all the same.
  if (pending !== undefined) recoverSubscription(account, closed)
  return closed
}
