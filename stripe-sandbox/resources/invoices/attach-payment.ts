import type { Stripe } from 'stripe'
import { closePaid } from '../../billing/collect-invoice.ts'
import { checkSettled, followRemaining, paymentOfIntent, recordAttached } from '../../billing/invoice-payments.ts'
import type { Account } from '../../store/account.ts'
import type { Invoice, PaymentIntent } from '../../store/kinds.ts'
import { invalidRequest, missingParam, notBuilt } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'

const checkIntent = (account: Account, intent: PaymentIntent, invoice: Invoice): void => {
  const refuse = (message: string) => invalidRequest(message, { param: 'payment_intent' })
  if (intent.customer !== invoice.customer) throw refuse('The payment is not one of the customer of the invoice.')
  if (intent.currency !== invoice.currency) throw refuse(`The invoice is in ${invoice.currency}.`)
  if (intent.status === 'canceled') throw refuse('The payment is canceled.')
  if (intent.status !== 'succeeded') throw notBuilt('attaching a payment that has not succeeded', 'payment_intent')
  if (paymentOfIntent(account, intent.id) !== undefined)
    throw notBuilt('attaching a payment that pays an invoice already', 'payment_intent')
  // Whether `amount_paid` holds what is paid too much is not documented.
  if (intent.amount_received > invoice.amount_remaining) throw notBuilt('paying more than remains', 'payment_intent')
}

/** Credits a payment that has succeeded to an open invoice, which is paid when nothing remains. */
export const attachPayment = ({ account }: Call, params: Stripe.InvoiceAttachPaymentParams, id: string): Invoice => {
  const invoice = account.need('invoice', id)
  if (invoice.status !== 'open')
    throw invalidRequest(`Payments can only be attached to open invoices; this one is ${invoice.status}.`)
  if (params.payment_intent === undefined) throw missingParam('payment_intent')
  checkSettled(account, invoice, 'attaching a payment')
  const intent = account.need('payment_intent', params.payment_intent, 'payment_intent')
  checkIntent(account, intent, invoice)
  recordAttached(account, invoice, intent)
  const credited = account.update(
    'invoice',
    {
      ...invoice,
      amount_paid: invoice.amount_paid + intent.amount_received,
      amount_remaining: invoice.amount_remaining - intent.amount_received,
    },
    'invoice.updated',
  )
  followRemaining(account, credited)
  return credited.amount_remaining === 0 ? closePaid(account, credited) : credited
}
