import type { Account } from '../../store/account.ts'
import { invalidRequest } from '../../wire/errors.ts'

/** A customer can only be charged by a method of its own. */
export const checkOwnMethod = (
  account: Account,
  id: string | null,
  customer: string | undefined,
  param = 'default_payment_method',
): string | null => {
  if (id === null) return null
  const method = account.need('payment_method', id, param)
  if (customer !== undefined && method.customer !== customer) {
    throw invalidRequest(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      {
        param,
        code: 'resource_missing',
      },
    )
  }
  return id
}
