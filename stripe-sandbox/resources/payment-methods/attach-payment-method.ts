import { declineOf } from '../../billing/decline-rules.ts'
import type { Account } from '../../store/account.ts'
import type { PaymentMethod } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import { namedMethod } from './named-method.ts'

export const attachPaymentMethod = (account: Account, id: string, customer: string): PaymentMethod => {
  const method = namedMethod(account, id)
  if (method._attach !== undefined) throw declineOf(method._attach)
  if (method.customer !== null && method.customer !== customer) {
    throw invalidRequest('The payment method you provided has already been attached to a customer.')
  }
  return account.update('payment_method', { ...method, customer }, 'payment_method.attached')
}
