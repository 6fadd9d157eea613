import type { Stripe } from 'stripe'
import type { PaymentMethod } from '../../store/kinds.ts'
import { invalidRequest, missingParam, noSuch, notBuilt } from '../../wire/errors.ts'
import { keyed, listPage } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { mergeMetadata } from '../metadata.ts'
import { attachPaymentMethod } from './attach-payment-method.ts'
import { newPaymentMethod } from './new-payment-method.ts'
import { sepaInstrument, type TestInstrument, testAccounts, testInstruments, testNumbers } from './test-instruments.ts'

const CREATE = [
  'billing_details.address',
  'billing_details.email',
  'billing_details.name',
  'billing_details.phone',
  'card.number',
  'card.token',
  'card.exp_month',
  'card.exp_year',
  'card.cvc',
  'metadata',
  'sepa_debit',
  'type',
  'us_bank_account.account_holder_type',
  'us_bank_account.account_number',
  'us_bank_account.account_type',
  'us_bank_account.routing_number',
]

const bankOf = (asked: Stripe.PaymentMethodCreateParams.UsBankAccount | undefined): TestInstrument => {
  const found = testInstruments[testAccounts[asked?.account_number ?? '000123456789'] ?? '']
  if (found !== undefined) return found
  throw invalidRequest('Your account number is not one of the test accounts that the sandbox knows.', {
    param: 'us_bank_account[account_number]',
    code: 'account_number_invalid',
  })
}

const instrumentOf = (params: Stripe.PaymentMethodCreateParams): TestInstrument => {
  if (params.type === 'sepa_debit') return sepaInstrument
  if (params.type === 'us_bank_account') return bankOf(params.us_bank_account)
  if (params.type !== 'card') throw notBuilt(`payment methods of type '${params.type}'`, 'type')
  const { card } = params
  if (card === undefined) throw missingParam('card')
  const named = 'token' in card ? card.token : card.number
  const found = testInstruments[testNumbers[String(named)] ?? '']
  if (found !== undefined) return found
  throw invalidRequest('Your card number is not one of the test cards that the sandbox knows.', {
    param: 'card[number]',
    code: 'incorrect_number',
  })
}

const list = (call: Call, params: Stripe.PaymentMethodListParams, customer: string | undefined) =>
  listPage(call, {
    kind: 'payment_method',
    params,
    keys: [keyed('customer', customer)],
    where: (method) =>
      method.customer !== null &&
      (customer === undefined || method.customer === customer) &&
      (params.type === undefined || method.type === params.type),
  })

const detach = ({ account }: Call, id: string): PaymentMethod => {
  const method = account.need('payment_method', id)
  const customer = account.find('customer', method.customer)
  if (customer === undefined)
    throw invalidRequest('The payment method you provided is not attached to a customer so detachment is impossible.')
  const settings = customer.invoice_settings
  if (settings.default_payment_method === id) {
    account.update(
      'customer',
      { ...customer, invoice_settings: { ...settings, default_payment_method: null } },
      'customer.updated',
    )
  }
  return account.update('payment_method', { ...method, customer: null }, 'payment_method.detached')
}

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'payment_method',
  operation,
  supports,
})

const LIST = ['ending_before', 'limit', 'starting_after', 'type']

export const paymentMethodRoutes: readonly Route[] = [
  route<Stripe.PaymentMethodCreateParams>('POST', '/v1/payment_methods', {
    ...spec('create', CREATE),
    handle: ({ account }, params) =>
      account.create(
        'payment_method',
        newPaymentMethod(account, instrumentOf(params), { billing: params.billing_details, metadata: params.metadata }),
      ),
  }),
  route<Stripe.PaymentMethodListParams>('GET', '/v1/payment_methods', {
    ...spec('list', [...LIST, 'customer']),
    handle: (call, params) => list(call, params, params.customer),
  }),
  route('GET', '/v1/payment_methods/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('payment_method', id),
  }),
  route<Stripe.PaymentMethodUpdateParams>('POST', '/v1/payment_methods/:id', {
    ...spec('update', ['metadata']),
    handle: ({ account }, params, [id = '']) => {
      const old = account.need('payment_method', id)
      return account.update(
        'payment_method',
        { ...old, metadata: mergeMetadata(old.metadata, params.metadata) },
        'payment_method.updated',
      )
    },
  }),
  route<Stripe.PaymentMethodAttachParams>('POST', '/v1/payment_methods/:id/attach', {
    ...spec('attach', ['customer']),
    handle: ({ account }, params, [id = '']) => {
      if (params.customer === undefined) throw missingParam('customer')
      return attachPaymentMethod(account, id, account.need('customer', params.customer, 'customer').id)
    },
  }),
  route('POST', '/v1/payment_methods/:id/detach', {
    ...spec('detach'),
    handle: (call, _params, [id = '']) => detach(call, id),
  }),
  route<Stripe.CustomerListPaymentMethodsParams>('GET', '/v1/customers/:customer/payment_methods', {
    ...spec('list of a customer', LIST),
    handle: (call, params, [customer = '']) => list(call, params, call.account.need('customer', customer).id),
  }),
  route('GET', '/v1/customers/:customer/payment_methods/:id', {
    ...spec('retrieve of a customer'),
    handle: ({ account }, _params, [customer = '', id = '']) => {
      const method = account.need('payment_method', id)
      if (method.customer !== account.need('customer', customer).id) throw noSuch('payment method', id)
      return method
    },
  }),
]
