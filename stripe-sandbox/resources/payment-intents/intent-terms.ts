import { checkLastDigit, formatAmount, minimumCharge } from '../../billing/currency-rules.ts'
import { payableTypes } from '../../billing/payment-rules.ts'
import type { Account } from '../../store/account.ts'
import type { PaymentIntent, PaymentMethod } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import { namedMethod } from '../payment-methods/named-method.ts'

/** Stripe takes amounts of up to eight digits. */
const MAX_AMOUNT = 99_999_999

export const checkAmount = (amount: number, currency: string): void => {
  if (amount < 1)
    throw invalidRequest('This value must be greater than or equal to 1.', {
      code: 'parameter_invalid_integer',
      param: 'amount',
    })
  checkLastDigit(currency, amount, 'amount')
  const least = minimumCharge(currency)
  if (amount < least)
    throw invalidRequest(`Amount must be at least ${formatAmount(least, currency)}.`, {
      code: 'amount_too_small',
      param: 'amount',
    })
  if (amount > MAX_AMOUNT)
    throw invalidRequest(`Amount must be no more than ${formatAmount(MAX_AMOUNT, currency)}.`, {
      code: 'amount_too_large',
      param: 'amount',
    })
}

/** The types that may pay; all that the sandbox can charge unless some are named. */
export const typesFor = (currency: string, asked: readonly string[] | undefined): string[] => {
  const payable = payableTypes(currency)
  const unknown = asked?.find((type) => !payable.includes(type))
  if (unknown !== undefined)
    throw notBuilt(`payment methods of type '${unknown}' in ${currency}`, 'allowed_payment_method_types')
  return asked === undefined ? payable : [...asked]
}

type Terms = Pick<PaymentIntent, 'customer' | 'payment_method_types'>

/** A method of another customer cannot pay, and one of a customer only with that customer named. */
export const methodOf = (account: Account, id: string, terms: Terms): PaymentMethod => {
  const method = namedMethod(account, id)
  if (method.customer !== null && method.customer !== terms.customer)
    throw invalidRequest('The payment method belongs to a customer that this PaymentIntent does not name.', {
      param: 'payment_method',
    })
  if (!terms.payment_method_types.includes(method.type))
    throw invalidRequest(`A payment method of type ${method.type} cannot pay this PaymentIntent.`, {
      code: 'payment_intent_incompatible_payment_method',
      param: 'payment_method',
    })
  return method
}
