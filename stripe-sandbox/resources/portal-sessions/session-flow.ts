import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { PortalConfiguration, PortalSession, Subscription } from '../../store/kinds.ts'
import { invalidRequest, missingParam, noSuch, notBuilt } from '../../wire/errors.ts'
import { given } from '../given.ts'

type Asked = Stripe.BillingPortal.SessionCreateParams.FlowData
type Flow = NonNullable<PortalSession['flow']>

export interface FlowPlace {
  readonly account: Account
  readonly customer: string
  readonly configuration: PortalConfiguration
}

const needFeature = (isEnabled: boolean, name: string): void => {
  if (!isEnabled)
    throw invalidRequest(`The feature '${name}' is disabled in the portal configuration.`, { param: 'flow_data[type]' })
}

const ownSubscription = ({ account, customer }: FlowPlace, id: string | undefined, place: string): Subscription => {
  const param = `flow_data[${place}][subscription]`
  if (id === undefined) throw missingParam(param)
  const found = account.need('subscription', id, param)
  if (found.customer !== customer) throw noSuch('subscription', id, param)
  if (found.ended_at !== null) throw invalidRequest(`The subscription ${id} has ended.`, { param })
  return found
}

const cancelFlow = (place: FlowPlace, asked: Asked): Partial<Flow> => {
  needFeature(place.configuration.features.subscription_cancel.enabled, 'subscription_cancel')
  const { id } = ownSubscription(place, asked.subscription_cancel?.subscription, 'subscription_cancel')
  return { subscription_cancel: { retention: null, subscription: id } }
}

/** The portal changes subscriptions with a single item only (SDK, flow_data.subscription_update_confirm.items). */
const changeable = (place: FlowPlace, id: string | undefined, name: string): Subscription => {
  needFeature(place.configuration.features.subscription_update.enabled, 'subscription_update')
  const subscription = ownSubscription(place, id, name)
  if (subscription.items.data.length > 1)
    throw invalidRequest('Subscriptions with multiple items cannot be updated in the portal.', {
      param: `flow_data[${name}][subscription]`,
    })
  return subscription
}

const updateFlow = (place: FlowPlace, asked: Asked): Partial<Flow> => ({
  subscription_update: {
    subscription: changeable(place, asked.subscription_update?.subscription, 'subscription_update').id,
  },
})

const CONFIRM = 'subscription_update_confirm'
const ITEMS = `flow_data[${CONFIRM}][items]`

const confirmedItem = (
  { account, configuration }: FlowPlace,
  subscription: Subscription,
  asked: NonNullable<Asked['subscription_update_confirm']>,
) => {
  const [item, ...others] = asked.items
  if (item === undefined || others.length > 0)
    throw invalidRequest('Exactly one item can be updated.', { param: ITEMS })
  if (!subscription.items.data.some(({ id }) => id === item.id)) throw noSuch('subscription item', item.id, ITEMS)
  if (item.price !== undefined) {
    const { id } = account.need('price', item.price, `${ITEMS}[0][price]`)
    if (!configuration._products.some(({ prices }) => prices.includes(id)))
      throw invalidRequest(`The price ${id} is not among those of the portal configuration.`, {
        param: `${ITEMS}[0][price]`,
      })
  }
  return {
    id: item.id,
    price: given(item.price, null),
    ...(item.quantity === undefined ? {} : { quantity: item.quantity }),
  }
}

const confirmFlow = (place: FlowPlace, flow: Asked): Partial<Flow> => {
  const asked = flow.subscription_update_confirm
  if (asked === undefined) throw missingParam(`flow_data[${CONFIRM}]`)
  const subscription = changeable(place, asked.subscription, CONFIRM)
  const discounts = asked.discounts?.map(({ coupon, promotion_code: code }) => {
    if (coupon !== undefined) place.account.need('coupon', coupon, `flow_data[${CONFIRM}][discounts][0][coupon]`)
    if (code !== undefined)
      place.account.need('promotion_code', code, `flow_data[${CONFIRM}][discounts][0][promotion_code]`)
    return { coupon: given(coupon, null), promotion_code: given(code, null) }
  })
  return {
    subscription_update_confirm: {
      discounts: discounts ?? null,
      items: [confirmedItem(place, subscription, asked)],
      subscription: subscription.id,
    },
  }
}

const methodFlow = ({ configuration }: FlowPlace): Partial<Flow> => {
  needFeature(configuration.features.payment_method_update.enabled, 'payment_method_update')
  return {}
}

const FLOWS: Readonly<Record<string, (place: FlowPlace, asked: Asked) => Partial<Flow>>> = {
  payment_method_update: methodFlow,
  subscription_cancel: cancelFlow,
  subscription_update: updateFlow,
  subscription_update_confirm: confirmFlow,
}

type After = Flow['after_completion']

const AFTER: Readonly<Record<string, (asked: Asked['after_completion']) => Omit<After, 'type'>>> = {
  hosted_confirmation: (asked) => ({
    hosted_confirmation: { custom_message: asked?.hosted_confirmation?.custom_message ?? null },
    redirect: null,
  }),
  portal_homepage: () => ({ hosted_confirmation: null, redirect: null }),
  redirect: (asked) => {
    if (asked?.redirect === undefined) throw missingParam('flow_data[after_completion][redirect]')
    return { hosted_confirmation: null, redirect: { return_url: asked.redirect.return_url } }
  },
}

const afterOf = (asked: Asked['after_completion']): After => {
  const type = asked?.type ?? 'portal_homepage'
  const make = AFTER[type]
  if (make === undefined) throw notBuilt(`after_completion of type '${type}'`, 'flow_data[after_completion][type]')
  return { ...make(asked), type }
}

/** The one thing that a session is for; each needs its feature in the session's configuration. */
export const flowOf = (place: FlowPlace, asked: Asked | undefined): Flow | null => {
  if (asked === undefined) return null
  const make = FLOWS[asked.type]
  if (make === undefined) throw notBuilt(`portal flows of type '${asked.type}'`, 'flow_data[type]')
  return {
    after_completion: afterOf(asked.after_completion),
    customer_update: null,
    subscription_cancel: null,
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
    ...make(place, asked),
    type: asked.type,
  }
}
