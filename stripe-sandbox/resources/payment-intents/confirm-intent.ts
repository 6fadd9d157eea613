import type { Stripe } from 'stripe'
import { attemptPayment } from '../../billing/attempt-payment.ts'
import { followAttempt } from '../../billing/collect-invoice.ts'
import { paymentOfIntent } from '../../billing/invoice-payments.ts'
import { unexpectedState } from '../../billing/settle-intent.ts'
import type { Account } from '../../store/account.ts'
import type { PaymentIntent } from '../../store/kinds.ts'
import { invalidRequest, keepingWork, notBuilt } from '../../wire/errors.ts'
import { methodOf } from './intent-terms.ts'

const CONFIRMABLE = new Set<string>(['requires_confirmation', 'requires_payment_method'])

type Params = Pick<Stripe.PaymentIntentConfirmParams, 'capture_method' | 'payment_method' | 'receipt_email'>

const withTerms = (intent: PaymentIntent, params: Params): PaymentIntent => ({
  ...intent,
  capture_method: params.capture_method ?? intent.capture_method,
  receipt_email: params.receipt_email === undefined ? intent.receipt_email : params.receipt_email || null,
})

/** Tries to collect an intent; what the bank refuses stays on record although the request fails. */
export const confirmIntent = (account: Account, intent: PaymentIntent, params: Params): PaymentIntent => {
  if (!CONFIRMABLE.has(intent.status)) throw unexpectedState(intent, 'confirmed')
  const payment = paymentOfIntent(account, intent.id)
  if (payment !== undefined && params.capture_method === 'manual')
    throw notBuilt('capturing the payment of an invoice later', 'capture_method')
  const id = params.payment_method ?? intent.payment_method
  if (id === null)
    throw invalidRequest('You cannot confirm this PaymentIntent because it is missing a payment method.', {
      code: 'payment_intent_unexpected_state',
    })
  const attempt = attemptPayment(account, withTerms(intent, params), methodOf(account, id, intent))
  const invoice = account.find('invoice', payment?.invoice)
  if (invoice !== undefined) followAttempt(account, invoice, attempt)
  if (attempt.refusal !== undefined) throw keepingWork(attempt.refusal)
  return attempt.intent
}
