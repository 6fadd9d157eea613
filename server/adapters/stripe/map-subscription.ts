import type { SubscriptionItem } from '@countersign/shared/features/subscriptions'
import type { Stripe } from 'stripe'
import type { GatewaySubscription } from '../../ports/payment-gateway.ts'
import { type Coupons, toDiscounts } from './map-discount.ts'
import { idOf, isoOf, isoOrNull } from './stripe-call.ts'

/** What a subscription refers to and Stripe does not expand deep enough. */
export interface Catalogue {
  readonly products: ReadonlyMap<string, Stripe.Product>
  readonly coupons: Coupons
  readonly prices: ReadonlyMap<string, Stripe.Price>
}

const PRIORITY_KEY = 'support-priority'

const productOf = (price: Stripe.Price, catalogue: Catalogue) => catalogue.products.get(idOf(price.product) ?? '')

export const priceName = (price: Stripe.Price, catalogue: Catalogue): string =>
  productOf(price, catalogue)?.name ?? price.nickname ?? price.id

const amountsOf = (price: Stripe.Price, quantity: number | null): Pick<SubscriptionItem, 'unitAmount' | 'amount'> => {
  if (price.unit_amount === null) return { unitAmount: null, amount: null }
  const unitAmount = { amount: price.unit_amount, currency: price.currency }
  return { unitAmount, amount: quantity === null ? null : { ...unitAmount, amount: unitAmount.amount * quantity } }
}

const rhythmOf = (
  recurring: Stripe.Price['recurring'],
): Pick<SubscriptionItem, 'usage' | 'interval' | 'intervalCount'> => ({
  usage: recurring?.usage_type === 'metered' ? 'metered' : 'licensed',
  interval: (recurring?.interval ?? 'month') as SubscriptionItem['interval'],
  intervalCount: recurring?.interval_count ?? 1,
})

const toItem = (item: Stripe.SubscriptionItem, catalogue: Catalogue): SubscriptionItem => {
  const { price } = item
  const quantity = item.quantity ?? null
  return {
    stripeId: item.id,
    productName: priceName(price, catalogue),
    priceStripeId: price.id,
    ...amountsOf(price, quantity),
    ...rhythmOf(price.recurring),
    billingScheme: price.billing_scheme as SubscriptionItem['billingScheme'],
    quantity,
    periodStartsAt: isoOf(item.current_period_start),
    periodEndsAt: isoOf(item.current_period_end),
    metadata: item.metadata,
    supportPriority: price.metadata[PRIORITY_KEY] ?? productOf(price, catalogue)?.metadata[PRIORITY_KEY] ?? null,
  }
}

/** The phase after the current one, where there is one. */
export const nextPhase = (schedule: Stripe.SubscriptionSchedule): Stripe.SubscriptionSchedule.Phase | null => {
  const from = schedule.current_phase?.end_date
  return schedule.phases.find((phase) => from !== undefined && phase.start_date >= from) ?? null
}

const scheduleOf = (subscription: Stripe.Subscription, catalogue: Catalogue): GatewaySubscription['schedule'] => {
  const { schedule } = subscription
  if (schedule === null || typeof schedule === 'string') return null
  const phase = nextPhase(schedule)
  if (!phase) return { stripeId: schedule.id, changesAt: null, summary: `then ${schedule.end_behavior}` }
  const parts = phase.items.map((item) => {
    const price = catalogue.prices.get(idOf(item.price) ?? '')
    const name = price ? priceName(price, catalogue) : idOf(item.price)
    return `${name}${item.quantity === undefined ? '' : ` × ${item.quantity}`}`
  })
  return { stripeId: schedule.id, changesAt: isoOf(phase.start_date), summary: parts.join(' + ') }
}

const kindOfPayment = (method: Stripe.Subscription['default_payment_method']): string | null =>
  method === null || typeof method === 'string' ? null : method.type

const pauseOf = (pause: Stripe.Subscription['pause_collection']): GatewaySubscription['pause'] =>
  pause ? { behavior: pause.behavior, resumesAt: isoOrNull(pause.resumes_at) } : null

export const toSubscription = (subscription: Stripe.Subscription, catalogue: Catalogue): GatewaySubscription => ({
  stripeId: subscription.id,
  customerStripeId: idOf(subscription.customer) ?? '',
  status: subscription.status as GatewaySubscription['status'],
  items: subscription.items.data.map((item) => toItem(item, catalogue)),
  discounts: [
    ...toDiscounts(subscription.discounts, 'subscription', catalogue.coupons),
    ...subscription.items.data.flatMap((item) => toDiscounts(item.discounts, 'item', catalogue.coupons)),
  ],
  currency: subscription.currency,
  createdAt: isoOf(subscription.created),
  startedAt: isoOf(subscription.start_date),
  billingMode: subscription.billing_mode.type as GatewaySubscription['billingMode'],
  collectionMethod: subscription.collection_method as GatewaySubscription['collectionMethod'],
  daysUntilDue: subscription.days_until_due,
  trialEndsAt: isoOrNull(subscription.trial_end),
  cancelAt: isoOrNull(subscription.cancel_at),
  canceledAt: isoOrNull(subscription.canceled_at),
  endedAt: isoOrNull(subscription.ended_at),
  pause: pauseOf(subscription.pause_collection),
  schedule: scheduleOf(subscription, catalogue),
  paymentMethod: kindOfPayment(subscription.default_payment_method),
  latestInvoiceStripeId: idOf(subscription.latest_invoice),
  metadata: subscription.metadata,
})
