import type { Stripe } from 'stripe'
import { endDiscount } from '../../billing/redeem-discounts.ts'
import { deletedForm } from '../../store/deleted.ts'
import type { Subscription } from '../../store/kinds.ts'
import { noSuch } from '../../wire/errors.ts'
import { all, inRange, keyed, listPage, same } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { type SearchFields, type SearchParams, searchPage } from '../../wire/search.ts'
import { CANCEL_PARAMS, cancelSubscription } from './cancel-subscription.ts'
import { CREATE_SUBSCRIPTION_PARAMS, createSubscription } from './create-subscription.ts'
import { PAUSE_PARAMS, pauseSubscription } from './pause-subscription.ts'
import { RESUME_PARAMS, resumeSubscription } from './resume-subscription.ts'
import { UPDATE_SUBSCRIPTION_PARAMS, updateSubscription } from './update-subscription.ts'

const searchFields: SearchFields<Subscription> = {
  canceled_at: { type: 'numeric', of: ({ canceled_at }) => canceled_at },
  created: { type: 'numeric', of: ({ created }) => created },
  status: { type: 'token', of: ({ status }) => status, index: 'status' },
}

const ENDED = new Set<string>(['canceled', 'incomplete_expired'])

const fitsStatus = (status: string, asked: string | undefined): boolean => {
  if (asked === 'all') return true
  if (asked === undefined) return status !== 'canceled'
  return asked === 'ended' ? ENDED.has(status) : status === asked
}

const fits = (subscription: Subscription, params: Stripe.SubscriptionListParams): boolean => {
  const [item] = subscription.items.data
  return all(
    fitsStatus(subscription.status, params.status),
    same(params.customer, subscription.customer),
    // Those of test clocks are only listed when asked for, or for one customer.
    params.customer !== undefined || (params.test_clock ?? null) === subscription.test_clock,
    same(params.collection_method, subscription.collection_method),
    params.price === undefined || subscription.items.data.some(({ price }) => price.id === params.price),
    inRange(item?.current_period_start, params.current_period_start),
    inRange(item?.current_period_end, params.current_period_end),
  )
}

const removeDiscount = ({ account }: Call, id: string): Answer => {
  const subscription = account.need('subscription', id)
  const discount = account.find('discount', subscription.discounts.at(-1))
  if (discount === undefined) throw noSuch('discount', id)
  account.update(
    'subscription',
    { ...subscription, discounts: subscription.discounts.slice(0, -1) },
    'customer.subscription.updated',
  )
  endDiscount(account, discount.id)
  return deletedForm('discount', { ...discount }) as Answer
}

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'subscription',
  operation,
  supports,
})

export const subscriptionRoutes: readonly Route[] = [
  route<Stripe.SubscriptionCreateParams>('POST', '/v1/subscriptions', {
    ...spec('create', CREATE_SUBSCRIPTION_PARAMS),
    handle: createSubscription,
  }),
  route<SearchParams>('GET', '/v1/subscriptions/search', {
    ...spec('search', ['query', 'limit', 'page']),
    handle: (call, params) => searchPage(call, 'subscription', params, searchFields),
  }),
  route<Stripe.SubscriptionListParams>('GET', '/v1/subscriptions', {
    ...spec('list', [
      'collection_method',
      'created',
      'current_period_end',
      'current_period_start',
      'customer',
      'ending_before',
      'limit',
      'price',
      'starting_after',
      'status',
      'test_clock',
    ]),
    handle: (call, params) =>
      listPage(call, {
        kind: 'subscription',
        params,
        keys: [
          keyed('customer', params.customer),
          keyed('price', params.price),
          params.status === 'all' || params.status === 'ended' ? undefined : keyed('status', params.status),
        ],
        where: (subscription) => fits(subscription, params),
      }),
  }),
  route('GET', '/v1/subscriptions/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('subscription', id),
  }),
  route<Stripe.SubscriptionUpdateParams>('POST', '/v1/subscriptions/:id', {
    ...spec('update', UPDATE_SUBSCRIPTION_PARAMS),
    handle: (call, params, [id = '']) => updateSubscription(call, params, id),
  }),
  route<Stripe.SubscriptionCancelParams>('DELETE', '/v1/subscriptions/:id', {
    ...spec('cancel', CANCEL_PARAMS),
    handle: (call, params, [id = '']) => cancelSubscription(call, params, id),
  }),
  route<Stripe.SubscriptionPauseParams>('POST', '/v1/subscriptions/:id/pause', {
    ...spec('pause', PAUSE_PARAMS),
    handle: (call, params, [id = '']) => pauseSubscription(call, params, id),
  }),
  route<Stripe.SubscriptionResumeParams>('POST', '/v1/subscriptions/:id/resume', {
    ...spec('resume', RESUME_PARAMS),
    handle: (call, params, [id = '']) => resumeSubscription(call, params, id),
  }),
  route('DELETE', '/v1/subscriptions/:id/discount', {
    ...spec('delete discount'),
    handle: (call, _params, [id = '']) => removeDiscount(call, id),
  }),
]
