import type { Stripe } from 'stripe'
import { recordBalanceChange } from '../../billing/customer-balance.ts'
import type { Account } from '../../store/account.ts'
import { seededText } from '../../store/ids.ts'
import type { Customer } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { attachPaymentMethod } from '../payment-methods/attach-payment-method.ts'
import { createTaxId } from '../tax-ids/create-tax-id.ts'
import { customerFields } from './customer-fields.ts'

export const CREATE_CUSTOMER_PARAMS = [
  'address',
  'balance',
  'description',
  'email',
  'invoice_prefix',
  'invoice_settings.custom_fields',
  'invoice_settings.default_payment_method',
  'invoice_settings.footer',
  'metadata',
  'name',
  'next_invoice_sequence',
  'payment_method',
  'phone',
  'preferred_locales',
  'shipping',
  'tax_exempt',
  'tax_id_data',
  'test_clock',
]

const PREFIX_LENGTH = 8
const MAX_ON_CLOCK = 3

const clockFor = (account: Account, id: string | undefined): string | null => {
  if (id === undefined) return null
  account.need('test_helpers.test_clock', id, 'test_clock')
  if (account.all('customer').list([{ index: 'clock', value: id }]).length >= MAX_ON_CLOCK)
    throw invalidRequest(`A test clock takes at most ${MAX_ON_CLOCK} customers.`, { param: 'test_clock' })
  return id
}

export const createCustomer = ({ account }: Call, params: Stripe.CustomerCreateParams): Customer => {
  const id = account.ids.next('customer')
  const method =
    params.payment_method === undefined ? undefined : attachPaymentMethod(account, params.payment_method, id)
  const settings = params.invoice_settings
  const isOwn = method !== undefined && settings?.default_payment_method === params.payment_method
  const asked = isOwn ? { ...params, invoice_settings: { ...settings, default_payment_method: method.id } } : params
  const customer = account.create(
    'customer',
    {
      id,
      object: 'customer',
      ...customerFields(account, asked, {}),
      balance: 0,
      created: account.now,
      currency: null,
      customer_account: null,
      default_source: null,
      delinquent: false,
      discount: null,
      invoice_prefix: params.invoice_prefix ?? seededText(id, 'prefix', PREFIX_LENGTH).toUpperCase(),
      livemode: false,
      test_clock: clockFor(account, params.test_clock),
    },
    'customer.created',
  )
  for (const datum of params.tax_id_data ?? []) createTaxId(account, id, datum)
  if (params.balance) recordBalanceChange(account, { customer: id, amount: params.balance, type: 'initial' })
  return account.find('customer', id) ?? customer
}
