import { declineOf } from '../../billing/decline-rules.ts'
import type { Account } from '../../store/account.ts'
import type { CheckoutSession, SetupIntent } from '../../store/kinds.ts'
import { keepingWork, type StripeRefusal } from '../../wire/errors.ts'
import { attachPaymentMethod } from '../payment-methods/attach-payment-method.ts'
import { newPaymentMethod } from '../payment-methods/new-payment-method.ts'
import { testInstruments } from '../payment-methods/test-instruments.ts'

/** The bank's refusal is kept on the intent, which waits for another card. */
const noteFailure = (account: Account, intent: SetupIntent, { body }: StripeRefusal): void => {
  const failed = account.update('setup_intent', {
    ...intent,
    last_setup_error: {
      ...(body.code === undefined ? {} : { code: body.code }),
      ...(body.decline_code === undefined ? {} : { decline_code: body.decline_code }),
      ...(body.doc_url === undefined ? {} : { doc_url: body.doc_url }),
      message: body.message,
      type: body.type,
    },
  })
  account.emit('setup_intent.setup_failed', 'setup_intent', failed)
}

/** Without a customer the card is made and belongs to nobody yet. */
const keptMethod = (account: Account, method: string, customer: string | null): string => {
  if (customer !== null) return attachPaymentMethod(account, method, customer).id
  const instrument = testInstruments[method]
  if (instrument === undefined) return account.need('payment_method', method, 'payment_method').id
  return account.create('payment_method', newPaymentMethod(account, instrument)).id
}

/** Refuses a card that its bank refuses to have kept, and remembers that although nothing else is. */
export const checkSetupCard = (account: Account, session: CheckoutSession, method: string): void => {
  const instrument = testInstruments[method]
  const decline = instrument?.type === 'card' ? instrument.attach : undefined
  if (session.mode !== 'setup' || decline === undefined) return
  const refusal = declineOf(decline)
  noteFailure(account, account.need('setup_intent', session.setup_intent ?? ''), refusal)
  throw keepingWork(refusal)
}

/** Keeps a card for later and charges nothing; returns what the session becomes. */
export const completeSetup = (
  account: Account,
  session: CheckoutSession,
  { method, customer }: { readonly method: string; readonly customer: string | null },
): Partial<CheckoutSession> => {
  const intent = account.need('setup_intent', session.setup_intent ?? '')
  const done = account.update('setup_intent', {
    ...intent,
    customer,
    last_setup_error: null,
    payment_method: keptMethod(account, method, customer),
    status: 'succeeded',
  })
  account.emit('setup_intent.succeeded', 'setup_intent', done)
  return { payment_status: 'no_payment_required' }
}
