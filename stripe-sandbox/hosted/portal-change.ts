import type { Stripe } from 'stripe'
import { isMetered } from '../billing/price-quantity.ts'
import type { Account } from '../store/account.ts'
import type { PortalConfiguration, Price, Subscription } from '../store/kinds.ts'
import { invalidRequest } from '../wire/errors.ts'

type Product = PortalConfiguration['_products'][number]

/** What a customer chose to have instead. */
export interface Choice {
  readonly price: string
  readonly quantity: number
  readonly discounts: readonly Stripe.SubscriptionUpdateParams.Discount[]
}

const OPEN = new Set<string>(['active', 'trialing'])

/** The portal changes plain subscriptions of one item that are charged by themselves and not ending. */
export const canChange = ({ features }: PortalConfiguration, subscription: Subscription): boolean => {
  const [item, ...others] = subscription.items.data
  return [
    features.subscription_update.enabled,
    features.subscription_update.default_allowed_updates.length > 0,
    OPEN.has(subscription.status),
    subscription.collection_method === 'charge_automatically',
    subscription.schedule === null,
    subscription.cancel_at === null,
    item !== undefined && others.length === 0 && !isMetered(item.price),
  ].every(Boolean)
}

export const canCancel = ({ features }: PortalConfiguration, subscription: Subscription): boolean =>
  features.subscription_cancel.enabled && subscription.schedule === null && subscription.ended_at === null

const productOf = (configuration: PortalConfiguration, price: string): Product | undefined =>
  configuration._products.find(({ prices }) => prices.includes(price))

/** Prices that a subscription may change to, in the order of the configuration. */
export const offeredPrices = (
  account: Account,
  configuration: PortalConfiguration,
  subscription: Subscription,
): Price[] =>
  configuration._products
    .flatMap(({ prices }) => prices)
    .flatMap((id) => account.find('price', id) ?? [])
    .filter(({ active, currency }) => active && currency === subscription.currency)

export interface Bounds {
  readonly minimum: number
  readonly maximum: number | null
}

/** Between what quantities a price can be had; undefined when its quantity stays. */
export const boundsOf = (configuration: PortalConfiguration, price: string): Bounds | undefined => {
  if (!configuration.features.subscription_update.default_allowed_updates.includes('quantity')) return undefined
  const bounds = productOf(configuration, price)?.adjustable_quantity
  return bounds?.enabled === true ? bounds : undefined
}

const checkQuantity = (configuration: PortalConfiguration, { price, quantity }: Choice, old: number): void => {
  if (quantity === old) return
  const bounds = boundsOf(configuration, price)
  if (bounds === undefined) throw invalidRequest('The quantity of this plan cannot be changed here.')
  const isAbove = bounds.maximum !== null && quantity > bounds.maximum
  if (!Number.isInteger(quantity) || quantity < bounds.minimum || isAbove)
    throw invalidRequest(
      `Choose a quantity from ${bounds.minimum}${bounds.maximum === null ? '' : ` to ${bounds.maximum}`}.`,
    )
}

const checkChoice = (configuration: PortalConfiguration, choice: Choice, subscription: Subscription): void => {
  const allowed = configuration.features.subscription_update.default_allowed_updates
  const [item] = subscription.items.data
  if (!canChange(configuration, subscription)) throw invalidRequest('This subscription cannot be changed here.')
  if (choice.price !== item?.price.id) {
    if (!allowed.includes('price') || productOf(configuration, choice.price) === undefined)
      throw invalidRequest('This plan is not offered here.')
  }
  checkQuantity(configuration, choice, item?.quantity ?? 1)
  if (choice.discounts.length > 0 && !allowed.includes('promotion_code'))
    throw invalidRequest('Promotion codes are not taken here.')
}

/** The update that a choice amounts to, under the configuration's terms. */
export const changeParams = (
  configuration: PortalConfiguration,
  subscription: Subscription,
  choice: Choice,
): Stripe.SubscriptionUpdateParams => {
  checkChoice(configuration, choice, subscription)
  const terms = configuration.features.subscription_update
  const endsTrial = subscription.status === 'trialing' && terms.trial_update_behavior === 'end_trial'
  const id = subscription.items.data[0]?.id ?? ''
  return {
    items: [{ id, price: choice.price, quantity: choice.quantity }],
    proration_behavior:
      terms.proration_behavior === 'create_prorations' || terms.proration_behavior === 'always_invoice'
        ? terms.proration_behavior
        : 'none',
    ...(terms.billing_cycle_anchor === 'now' ? { billing_cycle_anchor: { type: 'now' } } : {}),
    ...(choice.discounts.length === 0 ? {} : { discounts: [...choice.discounts] }),
    ...(endsTrial ? { trial_end: 'now' } : {}),
  }
}
