import { createPrice } from '../prices/create-price.ts'
import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { Price, Subscription, SubscriptionItem } from '../../store/kinds.ts'
import { invalidRequest, missingParam, notBuilt } from '../../wire/errors.ts'
import { checkQuantity, isMetered } from '../../billing/price-quantity.ts'
import { mergeMetadata } from '../metadata.ts'
import { chooseRates } from '../tax-rates/choose-rates.ts'

export interface ItemParam {
  readonly price?: string
  readonly price_data?: Stripe.SubscriptionCreateParams.Item.PriceData
  readonly quantity?: number
  readonly metadata?: Stripe.Emptyable<Stripe.MetadataParam>
  readonly tax_rates?: Stripe.Emptyable<string[]>
}

export interface ItemPlace {
  readonly subscription: string
  readonly start: number
  readonly end: number
}

/** The price that an item names or describes; only active recurring prices can be subscribed to. */
export const itemPrice = (account: Account, param: ItemParam): Price => {
  if (param.price_data !== undefined) {
    const call = { account, path: '', searchLagMs: 0 }
    const made = createPrice(call, param.price_data)
    return account.update('price', { ...made, active: false })
  }
  if (param.price === undefined) throw missingParam('items[0][price]')
  const price = account.need('price', param.price, 'items[0][price]')
  if (price.recurring === null) {
    throw invalidRequest(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
      { param: 'items[0][price]' },
    )
  }
  if (!price.active)
    throw invalidRequest('The price specified is inactive. This field only accepts active prices.', {
      param: 'items[0][price]',
    })
  checkQuantity(account, price, param.quantity)
  return price
}

const ONCE_A_MONTH = {
  interval: 'month',
  interval_count: 1,
  meter: null,
  trial_period_days: null,
  usage_type: 'licensed',
} as const

const rhythmOf = (price: Price) => {
  const { interval, interval_count, meter, trial_period_days, usage_type } = price.recurring ?? ONCE_A_MONTH
  return { interval, interval_count, meter, trial_period_days, usage_type }
}

export const planOf = (price: Price): SubscriptionItem['plan'] => ({
  id: price.id,
  object: 'plan',
  active: price.active,
  amount: price.unit_amount,
  amount_decimal: price.unit_amount_decimal,
  billing_scheme: price.billing_scheme,
  created: price.created,
  currency: price.currency,
  livemode: false,
  metadata: price.metadata,
  nickname: price.nickname,
  product: price.product,
  tiers_mode: price.tiers_mode,
  transform_usage: null,
  ...rhythmOf(price),
})

export const itemOf = (account: Account, param: ItemParam, place: ItemPlace): SubscriptionItem =>
  itemWith(account, itemPrice(account, param), param, place)

/** An item of a price that was checked before, or that a schedule promised long ago. */
export const itemWith = (
  account: Account,
  price: Price,
  param: Omit<ItemParam, 'price'>,
  place: ItemPlace,
): SubscriptionItem => ({
  id: account.ids.next('subscription_item'),
  object: 'subscription_item',
  billing_thresholds: null,
  created: account.now,
  current_period_end: place.end,
  current_period_start: place.start,
  current_trial: null,
  discounts: [],
  metadata: mergeMetadata({}, param.metadata),
  plan: planOf(price),
  price,
  ...(isMetered(price) ? {} : { quantity: param.quantity ?? 1 }),
  subscription: place.subscription,
  tax_rates: chooseRates(account, param.tax_rates, { param: 'items[0][tax_rates]' }),
})

/** What becomes of usage that is not billed yet is not documented well enough. */
export const checkUnmetered = ({ items }: Subscription, what: string): void => {
  if (items.data.some(({ price }) => isMetered(price))) throw notBuilt(what, 'items')
}

/** One subscription has one currency; different billing intervals in one are refused for now. */
export const checkAlike = (prices: readonly Price[]): void => {
  const [first] = prices
  for (const price of prices) {
    if (price.currency !== first?.currency) {
      throw invalidRequest(
        'The price specified only supports `' +
          price.currency +
          "`. This doesn't match the expected currency: `" +
          first?.currency +
          '`.',
        { param: 'items' },
      )
    }
    const { interval, interval_count: count } = price.recurring ?? {}
    if (interval !== first.recurring?.interval || count !== first.recurring?.interval_count) {
      throw invalidRequest(
        'All prices on a subscription must have the same `recurring.interval` and `recurring.interval_count` here: the sandbox does not implement mixed intervals.',
        { param: 'items' },
      )
    }
  }
}
