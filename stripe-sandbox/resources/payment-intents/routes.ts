import type { Stripe } from 'stripe'
import { checkOwnIntent } from '../../billing/invoice-payments.ts'
import { cancelIntent, captureIntent } from '../../billing/settle-intent.ts'
import type { Account } from '../../store/account.ts'
import type { PaymentIntent } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import { keyed, listPage, same } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { type SearchFields, type SearchParams, searchPage } from '../../wire/search.ts'
import { mergeMetadata } from '../metadata.ts'
import { confirmIntent } from './confirm-intent.ts'
import { CREATE_INTENT_PARAMS, createIntent } from './create-intent.ts'
import { UPDATE_INTENT_PARAMS, updateIntent } from './update-intent.ts'

const searchFields: SearchFields<PaymentIntent> = {
  amount: { type: 'numeric', of: ({ amount }) => amount },
  created: { type: 'numeric', of: ({ created }) => created },
  currency: { type: 'token', of: ({ currency }) => currency },
  customer: { type: 'token', of: ({ customer }) => customer },
  status: { type: 'token', of: ({ status }) => status },
}

const CONFIRM = [
  'capture_method',
  'error_on_requires_action',
  'off_session',
  'payment_method',
  'receipt_email',
  'return_url',
]

const capture = ({ account }: Call, params: Stripe.PaymentIntentCaptureParams, id: string): PaymentIntent => {
  const intent = account.need('payment_intent', id)
  const metadata = mergeMetadata(intent.metadata, params.metadata)
  return captureIntent(account, { ...intent, metadata }, params.amount_to_capture)
}

/** The intent of a checkout ends with its session. */
const checkCheckout = (account: Account, { id }: PaymentIntent): void => {
  const [session] = account.all('checkout.session').list([{ index: 'intent', value: id }])
  if (session?.status === 'open')
    throw invalidRequest(`This PaymentIntent belongs to a Checkout Session; expire ${session.id} instead.`)
}

const cancel = ({ account }: Call, params: Stripe.PaymentIntentCancelParams, id: string): PaymentIntent => {
  const intent = account.need('payment_intent', id)
  checkOwnIntent(account, intent, 'canceled')
  checkCheckout(account, intent)
  return cancelIntent(account, intent, params.cancellation_reason ?? null)
}

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'payment_intent',
  operation,
  supports,
})

export const paymentIntentRoutes: readonly Route[] = [
  route<Stripe.PaymentIntentCreateParams>('POST', '/v1/payment_intents', {
    ...spec('create', CREATE_INTENT_PARAMS),
    handle: createIntent,
  }),
  route<SearchParams>('GET', '/v1/payment_intents/search', {
    ...spec('search', ['query', 'limit', 'page']),
    handle: (call, params) => searchPage(call, 'payment_intent', params, searchFields),
  }),
  route<Stripe.PaymentIntentListParams>('GET', '/v1/payment_intents', {
    ...spec('list', ['created', 'customer', 'ending_before', 'limit', 'starting_after']),
    handle: (call, params) =>
      listPage(call, {
        kind: 'payment_intent',
        params,
        keys: [keyed('customer', params.customer)],
        where: ({ customer }) => same<string | null>(params.customer, customer),
      }),
  }),
  route('GET', '/v1/payment_intents/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('payment_intent', id),
  }),
  route<Stripe.PaymentIntentUpdateParams>('POST', '/v1/payment_intents/:id', {
    ...spec('update', UPDATE_INTENT_PARAMS),
    handle: (call, params, [id = '']) => updateIntent(call, params, id),
  }),
  route<Stripe.PaymentIntentConfirmParams>('POST', '/v1/payment_intents/:id/confirm', {
    ...spec('confirm', CONFIRM),
    handle: ({ account }, params, [id = '']) => confirmIntent(account, account.need('payment_intent', id), params),
  }),
  route<Stripe.PaymentIntentCaptureParams>('POST', '/v1/payment_intents/:id/capture', {
    ...spec('capture', ['amount_to_capture', 'metadata']),
    handle: (call, params, [id = '']) => capture(call, params, id),
  }),
  route<Stripe.PaymentIntentCancelParams>('POST', '/v1/payment_intents/:id/cancel', {
    ...spec('cancel', ['cancellation_reason']),
    handle: (call, params, [id = '']) => cancel(call, params, id),
  }),
]
