import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { PortalConfiguration } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import { given } from '../given.ts'

type Features = PortalConfiguration['features']
type Products = PortalConfiguration['_products']
type Asked = Stripe.BillingPortal.ConfigurationUpdateParams.Features
type AskedUpdate = NonNullable<Asked['subscription_update']>

/** Everything off, as in a configuration that names no feature. */
export const CLOSED: Features = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: false,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: 'unchanged',
    default_allowed_updates: [],
    enabled: false,
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
}

/** A list that an empty string empties. */
const listed = <T>(asked: readonly T[] | '' | undefined, old: readonly T[]): T[] =>
  asked === undefined ? [...old] : asked === '' ? [] : [...asked]

type Cancel = Features['subscription_cancel']

const reasonOf = (
  asked: NonNullable<Asked['subscription_cancel']>['cancellation_reason'],
  old: Cancel['cancellation_reason'],
): Cancel['cancellation_reason'] =>
  asked === undefined
    ? old
    : { ...old, enabled: asked.enabled, options: listed(asked.options === null ? '' : asked.options, old.options) }

const cancelOf = (asked: Asked['subscription_cancel'], old: Cancel): Cancel => {
  if (asked === undefined) return old
  const fresh: Cancel = {
    cancellation_reason: reasonOf(asked.cancellation_reason, old.cancellation_reason),
    enabled: given(asked.enabled, old.enabled),
    mode: given(asked.mode, old.mode),
    proration_behavior: given(asked.proration_behavior, old.proration_behavior),
  }
  const isProrated = fresh.proration_behavior !== 'none'
  if (fresh.proration_behavior === 'always_invoice' || (isProrated && fresh.mode !== 'immediately'))
    throw invalidRequest(
      'Canceling in the portal can create prorations only when it happens immediately, and never invoices them at once.',
      { param: 'features[subscription_cancel][proration_behavior]' },
    )
  return fresh
}

const updateOf = (
  asked: AskedUpdate | undefined,
  old: Features['subscription_update'],
): Features['subscription_update'] =>
  asked === undefined
    ? old
    : {
        ...old,
        billing_cycle_anchor: given(asked.billing_cycle_anchor, old.billing_cycle_anchor),
        default_allowed_updates: listed(
          asked.default_allowed_updates === null ? '' : asked.default_allowed_updates,
          old.default_allowed_updates,
        ),
        enabled: given(asked.enabled, old.enabled),
        proration_behavior: given(asked.proration_behavior, old.proration_behavior),
        trial_update_behavior: given(asked.trial_update_behavior, old.trial_update_behavior),
      }

/** What the portal's page cannot change would be offered in vain. */
const CHANGEABLE = new Set<string>(['address', 'email', 'name', 'phone'])

const customerUpdateOf = (
  asked: Asked['customer_update'],
  old: Features['customer_update'],
): Features['customer_update'] => {
  if (asked === undefined) return old
  const updates = listed(asked.allowed_updates === null ? '' : asked.allowed_updates, old.allowed_updates)
  const other = updates.find((name) => !CHANGEABLE.has(name))
  if (other !== undefined)
    throw notBuilt(`changing '${other}' in the portal`, 'features[customer_update][allowed_updates]')
  return { allowed_updates: updates, enabled: given(asked.enabled, old.enabled) }
}

/** The features that a configuration has after a request, given those before. */
export const featuresOf = (asked: Asked | undefined, old: Features): Features => {
  if (asked === undefined) return old
  return {
    ...old,
    customer_update: customerUpdateOf(asked.customer_update, old.customer_update),
    invoice_history: { enabled: asked.invoice_history?.enabled ?? old.invoice_history.enabled },
    payment_method_update: {
      ...old.payment_method_update,
      enabled: asked.payment_method_update?.enabled ?? old.payment_method_update.enabled,
    },
    subscription_cancel: cancelOf(asked.subscription_cancel, old.subscription_cancel),
    subscription_update: updateOf(asked.subscription_update, old.subscription_update),
  }
}

const MOST_PRODUCTS = 10
const PLACE = 'features[subscription_update][products]'

type Product = Stripe.BillingPortal.ConfigurationUpdateParams.Features.SubscriptionUpdate.Product

const productOf = (account: Account, { product, prices, adjustable_quantity: bounds }: Product): Products[number] => {
  account.need('product', product, `${PLACE}[0][product]`)
  for (const id of prices) {
    if (account.need('price', id, `${PLACE}[0][prices]`).product !== product)
      throw invalidRequest(`The price ${id} does not belong to the product ${product}.`, { param: PLACE })
  }
  return {
    adjustable_quantity: {
      enabled: bounds?.enabled ?? false,
      maximum: given(bounds?.maximum, null),
      minimum: bounds?.minimum ?? 1,
    },
    prices: [...prices],
    product,
  }
}

/** What a subscription may change to. */
export const productsOf = (account: Account, asked: AskedUpdate | undefined, old: Products): Products => {
  const { products } = asked ?? {}
  if (products === undefined) return old
  if (products === '' || products === null) return []
  if (products.length > MOST_PRODUCTS)
    throw invalidRequest(`A configuration takes up to ${MOST_PRODUCTS} products.`, { param: PLACE })
  return products.map((product) => productOf(account, product))
}
