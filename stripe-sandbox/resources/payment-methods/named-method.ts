import type { Account } from '../../store/account.ts'
import type { PaymentMethod } from '../../store/kinds.ts'
import { newPaymentMethod } from './new-payment-method.ts'
import { testInstruments } from './test-instruments.ts'

/** Naming one of Stripe's shared test methods makes a fresh copy of it, as it does at Stripe. */
export const namedMethod = (account: Account, id: string): PaymentMethod => {
  const instrument = testInstruments[id]
  return instrument === undefined
    ? account.need('payment_method', id, 'payment_method')
    : account.create('payment_method', newPaymentMethod(account, instrument))
}
