import type { Account } from '../store/account.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../store/kinds.ts'
import { aboutPayment, type ErrorBody, type StripeRefusal } from '../wire/errors.ts'
import { declineOf } from './decline-rules.ts'
import { newCharge } from './new-charge.ts'
import { answersAt, captureBefore, isDebit } from './payment-rules.ts'

export interface Attempt {
  readonly intent: PaymentIntent
  /** The bank's refusal, when it refused. The attempt is on record all the same. */
  readonly refusal?: StripeRefusal
}

/** The method as it is shown in an error. */
const shown = ({ _outcome, _attach, _refunds, ...method }: PaymentMethod) => method

export const withoutClock = ({ _next_at, ...intent }: PaymentIntent) => intent

/** What an intent says about its last failure; the next attempt clears it. */
export const errorOf = (
  { type, code, decline_code, message, doc_url }: ErrorBody,
  charge: Charge,
  method: PaymentMethod,
): PaymentIntent['last_payment_error'] => ({
  type,
  message,
  ...(code === undefined ? {} : { code }),
  ...(decline_code === undefined ? {} : { decline_code }),
  ...(doc_url === undefined ? {} : { doc_url }),
  charge: charge.id,
  payment_method: shown(method),
})

/** Back to the start: the intent keeps the failed charge and asks for another method. */
export const failIntent = (account: Account, intent: PaymentIntent, error: PaymentIntent['last_payment_error']) => {
  const failed = account.update('payment_intent', {
    ...intent,
    last_payment_error: error,
    payment_method: null,
    status: 'requires_payment_method',
    _next_at: null,
  })
  account.emit('payment_intent.payment_failed', 'payment_intent', failed)
  return failed
}

const decline = (account: Account, intent: PaymentIntent, method: PaymentMethod): Attempt => {
  const refusal = declineOf(method._outcome)
  const charge = account.create(
    'charge',
    newCharge(account, { intent, method, status: 'failed', refused: refusal.body }),
    'charge.failed',
  )
  const error = errorOf(refusal.body, charge, method)
  const failed = failIntent(account, { ...intent, latest_charge: charge.id }, error)
  return { intent: failed, refusal: aboutPayment(refusal, { charge: charge.id, payment_intent: withoutClock(failed) }) }
}

const startDebit = (account: Account, intent: PaymentIntent, method: PaymentMethod): Attempt => {
  const charge = account.create('charge', newCharge(account, { intent, method, status: 'pending' }), 'charge.pending')
  const processing = account.update('payment_intent', {
    ...intent,
    latest_charge: charge.id,
    status: 'processing',
    _next_at: answersAt(method, account.now),
  })
  account.emit('payment_intent.processing', 'payment_intent', processing)
  return { intent: processing }
}

const takeNow = (account: Account, intent: PaymentIntent, method: PaymentMethod): Attempt => {
  const charge = newCharge(account, { intent, method, status: 'succeeded' })
  account.create('charge', charge, 'charge.succeeded')
  if (charge.captured) return { intent: succeed(account, { ...intent, latest_charge: charge.id }, charge.amount) }
  const held = account.update('payment_intent', {
    ...intent,
    amount_capturable: charge.amount,
    latest_charge: charge.id,
    status: 'requires_capture',
    _next_at: captureBefore(account.now),
  })
  account.emit('payment_intent.amount_capturable_updated', 'payment_intent', held)
  return { intent: held }
}

/** The money has come in. */
export const succeed = (account: Account, intent: PaymentIntent, received: number): PaymentIntent => {
  const succeeded = account.update('payment_intent', {
    ...intent,
    amount_capturable: 0,
    amount_received: received,
    status: 'succeeded',
    _next_at: null,
  })
  account.emit('payment_intent.succeeded', 'payment_intent', succeeded)
  return succeeded
}

/** Tries to collect an intent once: a card answers at once, a bank debit is processing for days. */
export const attemptPayment = (account: Account, asked: PaymentIntent, method: PaymentMethod): Attempt => {
  const intent = { ...asked, last_payment_error: null, payment_method: method.id }
  if (isDebit(method.type)) return startDebit(account, intent, method)
  return method._outcome === 'ok' ? takeNow(account, intent, method) : decline(account, intent, method)
}
