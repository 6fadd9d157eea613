import type { Stripe } from 'stripe'
import { checkCurrency } from '../../billing/currency-rules.ts'
import type { Account } from '../../store/account.ts'
import type { CheckoutSession } from '../../store/kinds.ts'
import { invalidRequest, missingParam, notBuilt } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { given } from '../given.ts'
import { mergeMetadata, orNull } from '../metadata.ts'
import { checkAmount } from '../payment-intents/intent-terms.ts'
import { newSetupIntent } from './new-setup-intent.ts'
import { consentFields } from './session-consent.ts'
import { askedDiscounts, discountedSession } from './session-discounts.ts'
import { linesOf } from './session-lines.ts'

type Params = Stripe.Checkout.SessionCreateParams

export const CREATE_SESSION_PARAMS = [
  'allow_promotion_codes',
  'allowed_payment_method_types',
  'cancel_url',
  'client_reference_id',
  'consent_collection.promotions',
  'consent_collection.terms_of_service',
  'currency',
  'customer',
  'customer_creation',
  'customer_email',
  'discounts.coupon',
  'discounts.promotion_code',
  'expires_at',
  'line_items.adjustable_quantity',
  'line_items.price',
  'line_items.quantity',
  'metadata',
  'mode',
  'payment_intent_data.description',
  'payment_intent_data.metadata',
  'setup_intent_data.description',
  'setup_intent_data.metadata',
  'subscription_data.description',
  'subscription_data.metadata',
  'subscription_data.trial_period_days',
  'success_url',
]

const DAY = 86_400
const SHORTEST_SECONDS = 1800

const NOTHING = {
  adaptive_pricing: null,
  after_expiration: null,
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
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
  | 'allowed_payment_method_types'
  | 'cancel_url'
  | 'client_reference_id'
  | 'customer'
  | 'customer_creation'
  | 'customer_details'
  | 'customer_email'
  | 'success_url'
>

/** A subscription needs a customer; where none is needed, one is only made when asked for. */
const creationOf = ({ mode, customer, customer_creation: asked }: Params): CheckoutSession['customer_creation'] => {
  if (asked !== undefined && (mode === 'subscription' || customer !== undefined))
    throw invalidRequest('`customer_creation` can only be used in `payment` and `setup` mode, without a customer.', {
      param: 'customer_creation',
    })
  if (customer !== undefined) return null
  if (asked !== undefined) return asked
  return mode === 'subscription' ? 'always' : 'if_required'
}

const askedFields = (params: Params): Asked => {
  const email = orNull(params.customer_email)
  if (email !== null && params.customer !== undefined)
    throw invalidRequest('You may only specify one of these parameters: customer, customer_email.', {
      code: 'parameters_exclusive',
    })
  return {
    allow_promotion_codes: given(params.allow_promotion_codes, null),
    allowed_payment_method_types: given(params.allowed_payment_method_types, null),
    cancel_url: given(params.cancel_url, null),
    client_reference_id: orNull(params.client_reference_id),
    customer: given(params.customer, null),
    customer_creation: creationOf(params),
    customer_details: detailsOf(email),
    customer_email: email,
    success_url: given(params.success_url, null),
  }
}

const subscriptionDataOf = (data: Params['subscription_data']): CheckoutSession['_subscription_data'] => ({
  ...(data?.description === undefined ? {} : { description: data.description }),
  metadata: given(data?.metadata, {}),
  trialDays: given(data?.trial_period_days, null),
})

const paymentDataOf = ({ mode, payment_intent_data: data }: Params): Pick<CheckoutSession, '_payment_data'> => {
  if (data === undefined) return {}
  if (mode !== 'payment')
    throw invalidRequest('`payment_intent_data` can only be used in `payment` mode.', { param: 'payment_intent_data' })
  return { _payment_data: { description: orNull(data.description), metadata: given(data.metadata, {}) } }
}

/** What is too little to charge cannot be sold at all; nothing to pay is no payment. */
const checkTotal = ({ mode, amount_total: total, currency }: CheckoutSession): void => {
  if (mode === 'payment' && total !== null && total > 0) checkAmount(total, currency ?? '')
}

const expiryOf = (asked: number | undefined, now: number): number => {
  const at = given(asked, now + DAY)
  if (at < now + SHORTEST_SECONDS || at > now + DAY)
    throw invalidRequest('A session expires between 30 minutes and 24 hours after its creation.', {
      param: 'expires_at',
    })
  return at
}

const checkMethods = ({ mode, currency, allowed_payment_method_types: types }: Params): void => {
  const other = types?.find((type) => type !== 'card')
  if (other !== undefined) throw notBuilt(`checkout by ${other}`, 'allowed_payment_method_types')
  if (mode === 'setup' && currency === undefined && types === undefined) throw missingParam('currency')
}

const currencyOf = ({ currency }: Params, session: string | undefined): string | null => {
  const asked = currency === undefined ? undefined : checkCurrency(currency)
  if (asked !== undefined && session !== undefined && asked !== session)
    throw invalidRequest(`The prices are in ${session}.`, { param: 'currency' })
  return session ?? asked ?? null
}

const NO_TOTALS = { amount_subtotal: null, amount_total: null, total_details: null, setup_intent: null }

const draftOf = (account: Account, params: Params, mode: NonNullable<Params['mode']>): CheckoutSession => {
  const lines = linesOf(account, params.line_items, mode)
  return {
    ...NOTHING,
    ...NO_TOTALS,
    ...askedFields(params),
    ...consentFields(params.consent_collection),
    id: account.ids.next('checkout.session'),
    object: 'checkout.session',
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    created: account.now,
    currency: currencyOf(params, lines[0]?.currency),
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    discounts: [],
    expires_at: expiryOf(params.expires_at, account.now),
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    mode,
    payment_method_collection: mode === 'payment' ? 'if_required' : 'always',
    payment_method_types: ['card'],
    payment_status: mode === 'setup' ? 'no_payment_required' : 'unpaid',
    shipping_options: [],
    status: 'open',
    ui_mode: 'hosted_page',
    url: null,
    _line_items: lines,
    ...paymentDataOf(params),
    _subscription_data: subscriptionDataOf(params.subscription_data),
  }
}

export const createSession = ({ account }: Call, params: Params): CheckoutSession => {
  const { mode, customer } = params
  if (mode === undefined) throw missingParam('mode')
  checkMethods(params)
  if (customer !== undefined) account.need('customer', customer, 'customer')
  const session = discountedSession(account, draftOf(account, params, mode), askedDiscounts(params))
  checkTotal(session)
  if (mode !== 'setup') return account.create('checkout.session', session)
  const intent = newSetupIntent(account, session.customer, params.setup_intent_data)
  return account.create('checkout.session', { ...session, setup_intent: intent.id })
}
