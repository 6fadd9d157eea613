import type { Stripe } from 'stripe'
import { checkCurrency, checkLastDigit } from '../../billing/currency-rules.ts'
import type { Account } from '../../store/account.ts'
import type { Price } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { mergeMetadata, orNull } from '../metadata.ts'
import { packingOf, tiersOf } from './price-tiers.ts'

export const CREATE_PRICE_PARAMS = [
  'active',
  'billing_scheme',
  'currency',
  'lookup_key',
  'metadata',
  'nickname',
  'product',
  'product_data.id',
  'product_data.metadata',
  'product_data.name',
  'product_data.active',
  'recurring.interval',
  'recurring.interval_count',
  'recurring.meter',
  'recurring.trial_period_days',
  'recurring.usage_type',
  'tax_behavior',
  'tiers.flat_amount',
  'tiers.flat_amount_decimal',
  'tiers.unit_amount',
  'tiers.unit_amount_decimal',
  'tiers.up_to',
  'tiers_mode',
  'transform_quantity',
  'transfer_lookup_key',
  'unit_amount',
  'unit_amount_decimal',
]

/** Longest period that Stripe bills. */
const MAX_COUNT: Readonly<Record<string, number>> = { day: 1095, week: 156, month: 36, year: 3 }

type Recurring = Stripe.PriceCreateParams.Recurring

/** Metered prices name the meter that counts; licensed ones have none. */
const meterOf = (account: Account, { usage_type: type, meter }: Recurring): string | null => {
  if (type !== 'metered') {
    if (meter !== undefined)
      throw invalidRequest('`recurring[meter]` needs `recurring[usage_type]=metered`.', { param: 'recurring[meter]' })
    return null
  }
  if (meter === undefined) throw missingParam('recurring[meter]')
  if (account.need('billing.meter', meter, 'recurring[meter]').status === 'active') return meter
  throw invalidRequest('The meter is inactive.', { param: 'recurring[meter]' })
}

const recurringOf = (account: Account, recurring: Recurring | undefined): Price['recurring'] => {
  if (recurring === undefined) return null
  const count = recurring.interval_count ?? 1
  if (count < 1 || count > (MAX_COUNT[recurring.interval] ?? 0)) {
    throw invalidRequest('Prices can be billed at most every 3 years.', { param: 'recurring[interval_count]' })
  }
  return {
    interval: recurring.interval,
    interval_count: count,
    meter: meterOf(account, recurring),
    trial_period_days: recurring.trial_period_days ?? null,
    usage_type: recurring.usage_type ?? 'licensed',
  }
}

const amountOf = (params: Stripe.PriceCreateParams): Pick<Price, 'unit_amount' | 'unit_amount_decimal'> => {
  const { unit_amount: whole, unit_amount_decimal: fraction } = params
  if (whole !== undefined && fraction !== undefined) {
    throw invalidRequest('You may only specify one of these parameters: unit_amount, unit_amount_decimal.', {
      code: 'parameters_exclusive',
    })
  }
  if (whole !== undefined) {
    if (whole < 0)
      throw invalidRequest('Invalid non-negative integer', { param: 'unit_amount', code: 'parameter_invalid_integer' })
    checkLastDigit(params.currency.toLowerCase(), whole, 'unit_amount')
    return { unit_amount: whole, unit_amount_decimal: String(whole) }
  }
  if (fraction === undefined && params.billing_scheme === 'tiered')
    return { unit_amount: null, unit_amount_decimal: null }
  if (fraction === undefined) throw missingParam('unit_amount')
  const text = String(fraction)
  return { unit_amount: /^\d+$/.test(text) ? Number(text) : null, unit_amount_decimal: text }
}

/** A lookup key belongs to one price; it moves only when asked to. */
export const claimLookupKey = (account: Account, key: string | null, canTransfer: boolean | undefined): void => {
  if (key === null) return
  const [holder] = account.all('price').newest([{ index: 'lookup', value: key }])
  if (holder === undefined) return
  if (!canTransfer) {
    throw invalidRequest(`A price (\`${holder.id}\`) already uses that lookup key.`, {
      param: 'lookup_key',
      code: 'resource_already_exists',
    })
  }
  account.update('price', { ...holder, lookup_key: null }, 'price.updated')
}

const productOf = (account: Account, params: Stripe.PriceCreateParams): string => {
  const { product, product_data: fresh } = params
  if (product !== undefined) return account.need('product', product, 'product').id
  if (fresh === undefined) throw missingParam('product')
  const id = fresh.id ?? account.ids.next('product')
  return account.create(
    'product',
    {
      id,
      object: 'product',
      active: fresh.active ?? true,
      created: account.now,
      default_price: null,
      description: null,
      images: [],
      livemode: false,
      marketing_features: [],
      metadata: mergeMetadata({}, fresh.metadata),
      name: fresh.name,
      package_dimensions: null,
      shippable: null,
      tax_details: null,
      type: 'service',
      updated: account.now,
      url: null,
    },
    'product.created',
  ).id
}

/** A price before it is kept. */
export const newPrice = (account: Account, params: Stripe.PriceCreateParams): Price => {
  const recurring = recurringOf(account, params.recurring)
  return {
    id: account.ids.next('price'),
    object: 'price',
    active: params.active ?? true,
    billing_scheme: params.billing_scheme ?? 'per_unit',
    created: account.now,
    currency: checkCurrency(params.currency),
    custom_unit_amount: null,
    livemode: false,
    lookup_key: orNull(params.lookup_key),
    metadata: mergeMetadata({}, params.metadata),
    nickname: orNull(params.nickname),
    product: productOf(account, params),
    recurring,
    tax_behavior: params.tax_behavior ?? 'unspecified',
    tiers_mode: params.tiers_mode ?? null,
    transform_quantity: packingOf(params),
    type: recurring === null ? 'one_time' : 'recurring',
    ...amountOf(params),
  }
}

export const createPrice = ({ account }: Call, params: Stripe.PriceCreateParams): Price => {
  const tiers = tiersOf(params)
  claimLookupKey(account, orNull(params.lookup_key), params.transfer_lookup_key)
  const price = account.create('price', newPrice(account, params), 'price.created')
  if (tiers !== undefined) account.create('price_tiers', { id: price.id, tiers })
  return price
}
