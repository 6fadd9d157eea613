import type { Stripe } from 'stripe'
import { lineAmount } from '../../billing/amount-rules.ts'
import { checkCurrency } from '../../billing/currency-rules.ts'
import type { Account } from '../../store/account.ts'
import type { Price } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import { newPrice } from '../prices/create-price.ts'

type PriceData = Stripe.InvoiceAddLinesParams.Line.PriceData

/** What the parameters of an invoice item and of a line that is added have in common. */
export interface Asked {
  readonly amount?: number
  readonly currency?: string
  readonly price_data?: PriceData | Stripe.InvoiceItemCreateParams.PriceData
  readonly pricing?: { readonly price?: string }
  readonly quantity?: number
  readonly unit_amount_decimal?: Stripe.Decimal
}

export interface Charge {
  readonly amount: number
  readonly currency: string
  readonly unit: string
  readonly price: Price | null
}

const exclusive = (names: readonly string[]) =>
  invalidRequest(`You may only specify one of these parameters: ${names.join(', ')}.`, {
    code: 'parameters_exclusive',
    param: names[0] ?? '',
  })

const checkOneCost = (asked: Asked): void => {
  const costs = {
    amount: asked.amount,
    price_data: asked.price_data,
    pricing: asked.pricing?.price,
    unit_amount_decimal: asked.unit_amount_decimal,
  }
  const given = Object.entries(costs).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  if (given.length > 1) throw exclusive(given)
}

const checkSaleable = ({ active, recurring }: Price): void => {
  if (recurring !== null)
    throw invalidRequest(
      'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
      { param: 'pricing[price]' },
    )
  if (!active)
    throw invalidRequest('The price specified is inactive. This field only accepts active prices.', {
      param: 'pricing[price]',
    })
}

const ofPrice = (price: Price, quantity: number): Charge => {
  const unit = price.unit_amount_decimal ?? '0'
  return { amount: lineAmount(unit, quantity), currency: price.currency, unit, price }
}

/** Of no use beyond its line, and no part of the catalogue: no list shows it and no event tells of it. */
const inlinePrice = (account: Account, data: PriceData): Price => {
  if (data.product !== undefined && data.product_data !== undefined)
    throw exclusive(['price_data[product]', 'price_data[product_data]'])
  const { product_data: product, ...others } = data
  const params = {
    ...others,
    active: false,
    ...(product === undefined ? {} : { product_data: { ...product, active: false } }),
  }
  return account.create('price', { ...newPrice(account, params), _is_inline: true })
}

/** A line costs a price, the data of one, a unit amount or a plain amount: exactly one of them. */
export const chargeOf = (account: Account, asked: Asked, fallback: string): Charge => {
  checkOneCost(asked)
  const quantity = asked.quantity ?? 1
  if (asked.pricing?.price !== undefined) {
    const price = account.need('price', asked.pricing.price, 'pricing[price]')
    checkSaleable(price)
    return ofPrice(price, quantity)
  }
  if (asked.price_data !== undefined) return ofPrice(inlinePrice(account, asked.price_data), quantity)
  const currency = checkCurrency(asked.currency ?? fallback)
  if (asked.unit_amount_decimal !== undefined) {
    const unit = String(asked.unit_amount_decimal)
    return { amount: lineAmount(unit, quantity), currency, unit, price: null }
  }
  if (asked.amount === undefined) throw missingParam('amount')
  if (asked.quantity !== undefined) throw exclusive(['amount', 'quantity'])
  return { amount: asked.amount, currency, unit: String(asked.amount), price: null }
}
