import type { Account } from '../store/account.ts'
import type { Invoice, InvoicePayment, PaymentIntent } from '../store/kinds.ts'
import { invalidRequest, notBuilt } from '../wire/errors.ts'
import { newIntent } from './new-intent.ts'
import { cancelIntent, unexpectedState } from './settle-intent.ts'

type PaymentSpec = Pick<InvoicePayment, 'amount_requested' | 'is_default' | 'payment'>

const newPayment = (account: Account, invoice: Invoice, spec: PaymentSpec): InvoicePayment =>
  account.create('invoice_payment', {
    id: account.ids.next('invoice_payment'),
    object: 'invoice_payment',
    amount_paid: null,
    created: account.now,
    currency: invoice.currency,
    invoice: invoice.id,
    livemode: false,
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
    ...spec,
  })

const intentOf = (account: Account, payment: InvoicePayment): PaymentIntent =>
  account.need('payment_intent', payment.payment.payment_intent ?? '')

/** Finalising an invoice gives it a payment for all that is due, with an intent of its own. */
export const openPayment = (account: Account, invoice: Invoice): InvoicePayment => {
  const { amount_remaining: amount, currency, customer } = invoice
  const asked = invoice.payment_settings.payment_method_types
  const intent = newIntent(account, {
    amount,
    currency,
    customer,
    ...(asked === null ? {} : { payment_method_types: asked }),
  })
  const payment = { type: 'payment_intent', payment_intent: intent.id } as const
  return newPayment(account, invoice, { amount_requested: amount, is_default: true, payment })
}

/** Oldest first. */
export const paymentsOf = (account: Account, invoice: string): InvoicePayment[] => [
  ...account.all('invoice_payment').oldest([{ index: 'invoice', value: invoice }]),
]

const openOf = (account: Account, invoice: Invoice): InvoicePayment | undefined =>
  paymentsOf(account, invoice.id).find(({ is_default: isDefault, status }) => isDefault && status === 'open')

/** The intent that collects what remains of an invoice. */
export const collectingIntent = (account: Account, invoice: Invoice): PaymentIntent =>
  intentOf(account, openOf(account, invoice) ?? openPayment(account, invoice))

const markPaymentPaid = (account: Account, payment: InvoicePayment, amount: number): void => {
  const transitions = { ...payment.status_transitions, paid_at: account.now }
  const paid = { ...payment, amount_paid: amount, status: 'paid', status_transitions: transitions }
  account.emit('invoice_payment.paid', 'invoice_payment', account.update('invoice_payment', paid))
}

/** The invoice payment for which an intent was made. */
export const paymentOfIntent = (account: Account, intent: string): InvoicePayment | undefined =>
  account.all('invoice_payment').list([{ index: 'intent', value: intent }])[0]

/** An intent's money is credited to the payment that it was made for. */
export const creditIntent = (account: Account, intent: PaymentIntent): void => {
  const payment = paymentOfIntent(account, intent.id)
  if (payment !== undefined) markPaymentPaid(account, payment, intent.amount_received)
}

/** While a debit is on its way, what it pays for must stay as it is. */
export const checkSettled = (account: Account, invoice: Invoice, what: string): void => {
  const open = openOf(account, invoice)
  if (open !== undefined && intentOf(account, open).status === 'processing')
    throw notBuilt(`${what} while a payment of the invoice is processing`)
}

/** A payment that is processing cannot be tried again. */
export const checkPayable = (account: Account, invoice: Invoice): void => {
  const intent = collectingIntent(account, invoice)
  if (intent.status === 'processing') throw unexpectedState(intent, 'confirmed')
}

/** Closes the open payment of an invoice that needs none any more. */
export const cancelPayment = (
  account: Account,
  invoice: Invoice,
  reason: PaymentIntent['cancellation_reason'] = null,
): void => {
  const open = openOf(account, invoice)
  if (open === undefined) return
  cancelIntent(account, intentOf(account, open), reason)
  const transitions = { ...open.status_transitions, canceled_at: account.now }
  account.update('invoice_payment', { ...open, status: 'canceled', status_transitions: transitions })
}

/** The open payment follows what remains to be paid. */
export const followRemaining = (account: Account, invoice: Invoice): void => {
  const { amount_remaining: amount } = invoice
  if (amount === 0) {
    cancelPayment(account, invoice)
    return
  }
  const open = openOf(account, invoice)
  if (open === undefined) return
  account.update('payment_intent', { ...intentOf(account, open), amount })
  account.update('invoice_payment', { ...open, amount_requested: amount })
}

/** A payment that was made by itself and is credited to an invoice afterwards. */
export const recordAttached = (account: Account, invoice: Invoice, intent: PaymentIntent): void => {
  const payment = { type: 'payment_intent', payment_intent: intent.id } as const
  const spec = { amount_requested: intent.amount, is_default: false, payment }
  markPaymentPaid(account, newPayment(account, invoice, spec), intent.amount_received)
}

/** Paid by other means: the record names no intent, only that there was a payment. */
export const recordOutOfBand = (account: Account, invoice: Invoice, amount: number): void => {
  const payment = { type: 'payment_record', payment_record: account.ids.next('payment_record') } as const
  markPaymentPaid(
    account,
    newPayment(account, invoice, { amount_requested: amount, is_default: false, payment }),
    amount,
  )
}

/** An intent that was made for an invoice can only be confirmed, not edited or cancelled by itself. */
export const checkOwnIntent = (account: Account, intent: PaymentIntent, verb: string): void => {
  const payment = paymentOfIntent(account, intent.id)
  if (payment?.is_default)
    throw invalidRequest(`This PaymentIntent belongs to the invoice ${payment.invoice} and cannot be ${verb} directly.`)
}
