import type { Stripe } from 'stripe'
import { refundCharge } from '../../billing/refund-charge.ts'
import type { Account } from '../../store/account.ts'
import type { Charge, Refund } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import { all, keyed, listPage, same } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { mergeMetadata } from '../metadata.ts'

const paidBy = (account: Account, id: string): Charge => {
  const intent = account.need('payment_intent', id, 'payment_intent')
  const charge = account.find('charge', intent.latest_charge)
  if (charge !== undefined && charge.status !== 'failed') return charge
  throw invalidRequest(`This PaymentIntent (${id}) does not have a successful charge to refund.`, {
    param: 'payment_intent',
  })
}

const chargeFor = (account: Account, { charge, payment_intent: intent }: Stripe.RefundCreateParams): Charge => {
  if (charge !== undefined && intent !== undefined)
    throw invalidRequest('You may only specify one of these parameters: charge, payment_intent.', {
      code: 'parameters_exclusive',
      param: 'payment_intent',
    })
  if (charge !== undefined) return account.need('charge', charge, 'charge')
  if (intent === undefined) throw missingParam('payment_intent')
  return paidBy(account, intent)
}

const create = ({ account }: Call, params: Stripe.RefundCreateParams): Refund => {
  const charge = chargeFor(account, params)
  const captured = charge.status === 'pending' ? charge.amount : charge.amount_captured
  const amount = params.amount ?? captured - charge.amount_refunded
  if (params.amount !== undefined && amount < 1)
    throw invalidRequest('Invalid positive integer', { param: 'amount', code: 'parameter_invalid_integer' })
  const reason = params.reason ?? null
  return refundCharge(account, charge, { amount, reason, metadata: mergeMetadata({}, params.metadata) })
}

const update = ({ account }: Call, params: Stripe.RefundUpdateParams, id: string): Refund => {
  const old = account.need('refund', id)
  return account.update('refund', { ...old, metadata: mergeMetadata(old.metadata, params.metadata) }, 'refund.updated')
}

/** Only a refund that waits for the customer can be cancelled, and no method here makes one wait. */
const cancel = ({ account }: Call, id: string): never => {
  const { status } = account.need('refund', id)
  throw invalidRequest(`Only refunds that are requires_action can be canceled; this one is ${status}.`)
}

const spec = (operation: string, supports: readonly string[] = []) => ({ resource: 'refund', operation, supports })

export const refundRoutes: readonly Route[] = [
  route<Stripe.RefundCreateParams>('POST', '/v1/refunds', {
    ...spec('create', ['amount', 'charge', 'metadata', 'payment_intent', 'reason']),
    handle: create,
  }),
  route<Stripe.RefundListParams>('GET', '/v1/refunds', {
    ...spec('list', ['charge', 'created', 'ending_before', 'limit', 'payment_intent', 'starting_after']),
    handle: (call, params) =>
      listPage(call, {
        kind: 'refund',
        params,
        keys: [keyed('charge', params.charge), keyed('intent', params.payment_intent)],
        where: (refund) =>
          all(
            same<string | null>(params.charge, refund.charge),
            same<string | null>(params.payment_intent, refund.payment_intent),
          ),
      }),
  }),
  route('GET', '/v1/refunds/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('refund', id),
  }),
  route<Stripe.RefundUpdateParams>('POST', '/v1/refunds/:id', {
    ...spec('update', ['metadata']),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
  route('POST', '/v1/refunds/:id/cancel', {
    ...spec('cancel'),
    handle: (call, _params, [id = '']) => cancel(call, id),
  }),
]
