import { declineOf } from '../../billing/decline-rules.ts'
import type { Account } from '../../store/account.ts'
import type { PaymentMethod } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import { newPaymentMethod } from './new-payment-method.ts'
import { testInstruments } from './test-instruments.ts'

/** Naming one of Stripe's shared test methods makes a fresh copy of it, as it does at Stripe. */
export const attachPaymentMethod = (account: Account, id: string, customer: string): PaymentMethod => {
  const instrument = testInstruments[id]
  const method =
    instrument === undefined
      ? account.need('payment_method', id, 'payment_method')
      : account.create('payment_method', newPaymentMethod(account, instrument))
  if (method._attach !== undefined) throw declineOf(method._attach)
  if (method.customer !== null && method.customer !== customer) {
    throw invalidRequest('The payment method you provided has already been attached to a customer.')
  }
  return account.update('payment_method', { ...method, customer }, 'payment_method.attached')
}
