import { attemptPayment } from '../../billing/attempt-payment.ts'
import { newIntent } from '../../billing/new-intent.ts'
import { redeemDiscounts } from '../../billing/redeem-discounts.ts'
import type { Account } from '../../store/account.ts'
import type { CheckoutSession, PaymentIntent } from '../../store/kinds.ts'
import { keepingWork, notBuilt } from '../../wire/errors.ts'
import { mergeMetadata } from '../metadata.ts'
import { namedMethod } from '../payment-methods/named-method.ts'
import { testInstruments } from '../payment-methods/test-instruments.ts'
import { asParam, sessionTarget } from './session-discounts.ts'

/** The session's intent, made at the first attempt; a later one may ask for another amount. */
const intentOf = (account: Account, session: CheckoutSession, customer: string | null): PaymentIntent => {
  const amount = session.amount_total ?? 0
  const known = account.find('payment_intent', session.payment_intent)
  if (known !== undefined) return { ...known, amount, customer }
  return newIntent(account, {
    amount,
    currency: session.currency ?? '',
    customer,
    description: session._payment_data?.description ?? null,
    metadata: mergeMetadata({}, session._payment_data?.metadata),
    payment_method_types: ['card'],
  })
}

/** A card that will be declined leaves its failed attempt behind, and nothing else: the session stays open. */
export const checkPaymentCard = (account: Account, session: CheckoutSession, method: string): void => {
  if (session.mode !== 'payment' || session.amount_total === 0) return
  const instrument = testInstruments[method]
  if (instrument?.type !== 'card') throw notBuilt('paying a checkout session by anything but a test card')
  if (instrument.outcome === 'ok') return
  const { intent, refusal } = attemptPayment(
    account,
    intentOf(account, session, session.customer),
    namedMethod(account, method),
  )
  account.update('checkout.session', { ...session, payment_intent: intent.id })
  if (refusal !== undefined) throw keepingWork(refusal)
}

/** Collects what a session sells once; returns what the session becomes. */
export const completePayment = (
  account: Account,
  session: CheckoutSession,
  { method, customer }: { readonly method: string; readonly customer: string | null },
): Partial<CheckoutSession> => {
  const target = { ...sessionTarget(account, session), customer: customer ?? '', checkoutSession: session.id }
  redeemDiscounts(account, (session.discounts ?? []).map(asParam), target)
  if (session.amount_total === 0) return { payment_status: 'no_payment_required' }
  const { intent, refusal } = attemptPayment(
    account,
    intentOf(account, session, customer),
    namedMethod(account, method),
  )
  if (refusal !== undefined) throw refusal
  return { payment_intent: intent.id, payment_status: 'paid' }
}
