import type { Stripe } from 'stripe'
import { checkCurrency } from '../../billing/currency-rules.ts'
import { newIntent } from '../../billing/new-intent.ts'
import type { PaymentIntent } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { mergeMetadata, orNull } from '../metadata.ts'
import { confirmIntent } from './confirm-intent.ts'
import { checkAmount, methodOf, typesFor } from './intent-terms.ts'

type Params = Stripe.PaymentIntentCreateParams

export const CREATE_INTENT_PARAMS = [
  'allowed_payment_method_types',
  'amount',
  'automatic_payment_methods',
  'capture_method',
  'confirm',
  'currency',
  'customer',
  'description',
  'error_on_requires_action',
  'metadata',
  'off_session',
  'payment_method',
  'receipt_email',
  'return_url',
  'statement_descriptor',
  'statement_descriptor_suffix',
]

const automaticOf = ({ automatic_payment_methods: asked }: Params): PaymentIntent['automatic_payment_methods'] => ({
  allow_redirects: asked?.allow_redirects ?? 'always',
  enabled: asked?.enabled ?? true,
})

const descriptorsOf = (params: Params) => ({
  statement_descriptor: orNull(params.statement_descriptor),
  statement_descriptor_suffix: orNull(params.statement_descriptor_suffix),
})

const checkConfirm = (params: Params): void => {
  if (params.off_session === undefined || params.confirm === true) return
  throw invalidRequest('off_session can only be given together with confirm=true.', { param: 'off_session' })
}

export const createIntent = ({ account }: Call, params: Params): PaymentIntent => {
  const currency = checkCurrency(params.currency)
  checkAmount(params.amount, currency)
  checkConfirm(params)
  const customer = params.customer === undefined ? null : account.need('customer', params.customer, 'customer').id
  const types = typesFor(currency, params.allowed_payment_method_types)
  const terms = { customer, payment_method_types: types }
  const method = params.payment_method === undefined ? null : methodOf(account, params.payment_method, terms).id
  const intent = newIntent(account, {
    ...terms,
    ...descriptorsOf(params),
    amount: params.amount,
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    automatic_payment_methods: automaticOf(params),
    capture_method: params.capture_method ?? 'automatic_async',
    currency,
    description: orNull(params.description),
    metadata: mergeMetadata({}, params.metadata),
    payment_method: method,
    receipt_email: orNull(params.receipt_email),
    status: method === null ? 'requires_payment_method' : 'requires_confirmation',
  })
  return params.confirm === true ? confirmIntent(account, intent, {}) : intent
}
