import type { Account } from '../store/account.ts'
import type { Charge, PaymentIntent } from '../store/kinds.ts'
import { invalidRequest, type StripeRefusal } from '../wire/errors.ts'
import { errorOf, failIntent, succeed } from './attempt-payment.ts'
import { returnOf } from './decline-rules.ts'
import { dropWaitingRefunds, sendWaitingRefunds } from './end-refund.ts'
import { releaseHold } from './refund-charge.ts'

const chargeOf = (account: Account, intent: PaymentIntent): Charge => account.need('charge', intent.latest_charge ?? '')

export const unexpectedState = (intent: PaymentIntent, verb: string): StripeRefusal =>
  invalidRequest(`This PaymentIntent could not be ${verb} because it has a status of ${intent.status}.`, {
    code: 'payment_intent_unexpected_state',
  })

const debitReturned = (account: Account, intent: PaymentIntent, charge: Charge, code: string): PaymentIntent => {
  const method = account.all('payment_method').row(charge.payment_method ?? '')?.value
  const { body } = returnOf(code)
  const outcome = charge.outcome && { ...charge.outcome, network_status: 'declined_by_network', reason: code }
  const failed = account.update('charge', {
    ...charge,
    failure_code: code,
    failure_message: body.message,
    outcome: outcome && { ...outcome, seller_message: null, type: 'issuer_declined' },
    status: 'failed',
  })
  account.emit('charge.failed', 'charge', failed)
  dropWaitingRefunds(account, failed)
  return failIntent(account, intent, method === undefined ? null : errorOf(body, failed, method))
}

const debitArrived = (account: Account, intent: PaymentIntent, charge: Charge): PaymentIntent => {
  const arrived = account.update('charge', {
    ...charge,
    amount_captured: charge.amount,
    captured: true,
    paid: true,
    status: 'succeeded',
  })
  account.emit('charge.succeeded', 'charge', arrived)
  sendWaitingRefunds(account, arrived)
  return succeed(account, intent, charge.amount)
}

/** The bank answers a debit. */
export const answerDebit = (account: Account, intent: PaymentIntent): PaymentIntent => {
  const charge = chargeOf(account, intent)
  const outcome = account.all('payment_method').row(charge.payment_method ?? '')?.value._outcome ?? 'ok'
  return outcome === 'ok' ? debitArrived(account, intent, charge) : debitReturned(account, intent, charge, outcome)
}

/** Takes all or a part of what is held; the rest is let go. */
export const captureIntent = (account: Account, intent: PaymentIntent, asked: number | undefined): PaymentIntent => {
  if (intent.status !== 'requires_capture') throw unexpectedState(intent, 'captured')
  const amount = asked ?? intent.amount_capturable
  if (amount < 1 || amount > intent.amount_capturable)
    throw invalidRequest(`Only 1 to ${intent.amount_capturable} can be captured.`, { param: 'amount_to_capture' })
  account.update('charge', { ...chargeOf(account, intent), amount_captured: amount, captured: true }, 'charge.captured')
  return succeed(account, intent, amount)
}

const CANCELABLE = new Set<string>(['requires_capture', 'requires_confirmation', 'requires_payment_method'])

/** A debit that the bank has never answered may be given up too; one that will be answered may not. */
const isGivenUp = ({ status, _next_at }: PaymentIntent): boolean => status === 'processing' && _next_at === null

const close = (account: Account, intent: PaymentIntent, reason: PaymentIntent['cancellation_reason']) => {
  const canceled = account.update('payment_intent', {
    ...intent,
    amount_capturable: 0,
    canceled_at: account.now,
    cancellation_reason: reason,
    status: 'canceled',
    _next_at: null,
  })
  account.emit('payment_intent.canceled', 'payment_intent', canceled)
  return canceled
}

export const cancelIntent = (
  account: Account,
  intent: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): PaymentIntent => {
  if (!CANCELABLE.has(intent.status) && !isGivenUp(intent)) throw unexpectedState(intent, 'canceled')
  if (intent.status === 'requires_capture') releaseHold(account, chargeOf(account, intent), null)
  return close(account, intent, reason)
}

/** Seven days after an authorisation what was not captured is let go. */
const expireHold = (account: Account, intent: PaymentIntent): PaymentIntent => {
  const charge = chargeOf(account, intent)
  releaseHold(account, charge, 'expired_uncaptured_charge')
  account.emit('charge.expired', 'charge', account.need('charge', charge.id))
  return close(account, intent, 'automatic')
}

/** What time does to an intent. */
export const passIntent = (account: Account, intent: PaymentIntent): PaymentIntent =>
  intent.status === 'processing' ? answerDebit(account, intent) : expireHold(account, intent)
