import type { Account } from '../store/account.ts'
import type { Price } from '../store/kinds.ts'
import { notBuilt } from '../wire/errors.ts'
import { isRoundingClear, type Pricing, priceAmount } from './price-rules.ts'

/** A price as it is now, with its tiers. */
const pricingOf = (account: Account, price: Price): Pricing => {
  const now = account.find('price', price.id) ?? price
  const tiers = account.find('price_tiers', price.id)?.tiers
  return { ...now, ...(tiers === undefined ? {} : { tiers }) }
}

const checkRounding = (pricing: Pricing, quantity: number): void => {
  if (!isRoundingClear(pricing, quantity))
    throw notBuilt('a quantity that comes to fractions in several graduated tiers', 'quantity')
}

/** What a quantity costs for a whole period at the price as it is now. */
export const amountFor = (account: Account, price: Price, quantity: number): number => {
  const pricing = pricingOf(account, price)
  checkRounding(pricing, quantity)
  return priceAmount(pricing, quantity)
}

/** Whether nothing at all still owes the first tier's flat amount is not documented. */
export const checkQuantity = (account: Account, price: Price, quantity: number | undefined): void => {
  const pricing = pricingOf(account, price)
  if (quantity === 0 && pricing.tiers?.[0]?.flat_amount)
    throw notBuilt('a quantity of 0 at a price whose first tier has a flat amount', 'quantity')
  checkRounding(pricing, quantity ?? 1)
}

export const isMetered = ({ recurring }: Price): boolean => recurring?.usage_type === 'metered'

/** A price at which nothing is ever owed, whatever the quantity. */
export const isFree = (account: Account, price: Price): boolean => {
  const tiers = account.find('price_tiers', price.id)?.tiers
  if (tiers === undefined) return Number(price.unit_amount_decimal ?? 0) === 0
  return tiers.every((tier) => amountFor(account, price, tier.up_to ?? 1_000_000) === 0)
}
