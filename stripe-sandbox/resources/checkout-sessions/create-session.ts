import type { Stripe } from 'stripe'
import { lineAmount } from '../../billing/amount-rules.ts'
import { productName } from '../../billing/invoice-lines.ts'
import type { Account } from '../../store/account.ts'
import type { CheckoutSession, Price } from '../../store/kinds.ts'
import { invalidRequest, missingParam, notBuilt } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { given } from '../given.ts'
import { mergeMetadata, orNull } from '../metadata.ts'

type Params = Stripe.Checkout.SessionCreateParams
type Line = CheckoutSession['_line_items'][number]

export const CREATE_SESSION_PARAMS = [
  'allow_promotion_codes',
  'cancel_url',
  'client_reference_id',
  'customer',
  'customer_email',
  'expires_at',
  'line_items.price',
  'line_items.quantity',
  'metadata',
  'mode',
  'subscription_data.metadata',
  'subscription_data.trial_period_days',
  'success_url',
]

const DAY = 86_400

const lineOf = (account: Account, asked: Stripe.Checkout.SessionCreateParams.LineItem): Line => {
  if (asked.price === undefined) throw missingParam('line_items[0][price]')
  const price: Price = account.need('price', asked.price, 'line_items[0][price]')
  const quantity = asked.quantity ?? 1
  const amount = lineAmount(price.unit_amount_decimal ?? '0', quantity)
  return {
    id: account.ids.next('item'),
    object: 'item',
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: productName(account, price),
    metadata: {},
    price,
    quantity,
  }
}

const checkMode = (params: Params, lines: readonly Line[]): void => {
  const { mode } = params
  if (mode === 'setup') throw notBuilt("checkout sessions in mode 'setup'", 'mode')
  if (lines.length === 0) throw missingParam('line_items')
  if (mode === undefined) throw missingParam('mode')
  const hasRecurring = lines.some(({ price }) => price?.recurring !== null)
  if (mode === 'payment' && hasRecurring) {
    throw invalidRequest(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      { param: 'mode' },
    )
  }
  if (mode === 'subscription' && !hasRecurring) {
    throw invalidRequest('You must provide at least one recurring price in `subscription` mode when using prices.', {
      param: 'mode',
    })
  }
}

const NOTHING = {
  adaptive_pricing: null,
  after_expiration: null,
  allowed_payment_method_types: null,
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  customer_account: null,
  integration_identifier: null,
  invoice: null,
  invoice_creation: null,
  locale: null,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_configuration_details: null,
  payment_method_options: null,
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  submit_type: null,
  subscription: null,
  wallet_options: null,
} as const

const detailsOf = (email: string | null): CheckoutSession['customer_details'] =>
  email === null
    ? null
    : {
        address: null,
        business_name: null,
        email,
        individual_name: null,
        name: null,
        phone: null,
        tax_exempt: 'none',
        tax_ids: null,
      }

type Asked = Pick<
  CheckoutSession,
  | 'allow_promotion_codes'
  | 'cancel_url'
  | 'client_reference_id'
  | 'customer'
  | 'customer_creation'
  | 'customer_details'
  | 'customer_email'
  | 'success_url'
>

const askedFields = (params: Params): Asked => {
  const email = orNull(params.customer_email)
  return {
    allow_promotion_codes: given(params.allow_promotion_codes, null),
    cancel_url: given(params.cancel_url, null),
    client_reference_id: orNull(params.client_reference_id),
    customer: given(params.customer, null),
    customer_creation: params.customer === undefined ? 'always' : null,
    customer_details: detailsOf(email),
    customer_email: email,
    success_url: given(params.success_url, null),
  }
}

const subscriptionDataOf = (data: Params['subscription_data']): CheckoutSession['_subscription_data'] => ({
  metadata: given(data?.metadata, {}),
  trialDays: given(data?.trial_period_days, null),
})

export const createSession = ({ account }: Call, params: Params): CheckoutSession => {
  const lines = given(params.line_items, []).map((line) => lineOf(account, line))
  checkMode(params, lines)
  if (params.customer !== undefined) account.need('customer', params.customer, 'customer')
  const total = lines.reduce((sum, { amount_total: amount }) => sum + amount, 0)
  return account.create('checkout.session', {
    ...NOTHING,
    ...askedFields(params),
    id: account.ids.next('checkout.session'),
    object: 'checkout.session',
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    created: account.now,
    currency: lines[0]?.currency ?? null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    discounts: [],
    expires_at: given(params.expires_at, account.now + DAY),
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    mode: given(params.mode, 'payment'),
    payment_method_collection: params.mode === 'subscription' ? 'always' : 'if_required',
    payment_method_types: ['card'],
    payment_status: 'unpaid',
    shipping_options: [],
    status: 'open',
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted_page',
    url: null,
    _line_items: lines,
    _subscription_data: subscriptionDataOf(params.subscription_data),
  })
}
