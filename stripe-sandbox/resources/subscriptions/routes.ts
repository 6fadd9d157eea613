import type { Stripe } from 'stripe'
import { billSubscription } from '../../billing/bill-subscription.ts'
import { cancelNow } from '../../billing/end-subscription.ts'
import { prorateChange } from '../../billing/prorate-change.ts'
import { endDiscount } from '../../billing/redeem-discounts.ts'
import { deletedForm } from '../../store/deleted.ts'
import type { Subscription } from '../../store/kinds.ts'
import { noSuch, notBuilt } from '../../wire/errors.ts'
import { all, inRange, keyed, listPage, same } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { type SearchFields, type SearchParams, searchPage } from '../../wire/search.ts'
import { CREATE_SUBSCRIPTION_PARAMS, createSubscription } from './create-subscription.ts'
import { checkUnmetered } from './subscription-items.ts'
import { detailsOf } from './subscription-terms.ts'
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

const cancel = ({ account }: Call, params: Stripe.SubscriptionCancelParams, id: string): Subscription => {
  const subscription = account.need('subscription', id)
  if (subscription.ended_at !== null) throw noSuch('subscription', id)
  checkUnmetered(subscription, 'ending a subscription with metered prices')
  if (params.prorate) {
    prorateChange(account, subscription, { ...subscription, items: { ...subscription.items, data: [] } }, account.now)
  }
  if (params.invoice_now) billSubscription(account, subscription, { reason: 'subscription_update', withItems: false })
  const details = detailsOf(params.cancellation_details, subscription.cancellation_details)
  return cancelNow(
    account,
    { ...account.need('subscription', id), cancellation_details: details },
    'cancellation_requested',
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

/** A subscription that its trial paused starts its first paid period when it is resumed. */
const resume = (call: Call, params: Stripe.SubscriptionResumeParams, id: string): Subscription => {
  const { account } = call
  const subscription = account.need('subscription', id)
  if (subscription.status !== 'paused') throw noSuch('paused subscription', id)
  if (params.billing_cycle_anchor?.type === 'unchanged')
    throw notBuilt("billing_cycle_anchor[type]='unchanged'", 'billing_cycle_anchor')
  account.update('subscription', { ...subscription, status: 'trialing' })
  updateSubscription(call, { trial_end: 'now' }, id)
  const resumed = account.need('subscription', id)
  account.emit('customer.subscription.resumed', 'subscription', resumed)
  return resumed
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
    ...spec('cancel', ['cancellation_details.comment', 'cancellation_details.feedback', 'invoice_now', 'prorate']),
    handle: (call, params, [id = '']) => cancel(call, params, id),
  }),
  route<Stripe.SubscriptionResumeParams>('POST', '/v1/subscriptions/:id/resume', {
    ...spec('resume', ['billing_cycle_anchor']),
    handle: (call, params, [id = '']) => resume(call, params, id),
  }),
  route('DELETE', '/v1/subscriptions/:id/discount', {
    ...spec('delete discount'),
    handle: (call, _params, [id = '']) => removeDiscount(call, id),
  }),
]
