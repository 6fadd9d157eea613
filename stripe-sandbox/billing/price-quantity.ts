import type { Account } from '../store/account.ts'
import type { Price } from '../store/kinds.ts'
import { notBuilt } from '../wire/errors.ts'
import { priceAmount } from './price-rules.ts'

/** What a quantity costs for a whole period at the price as it is now. */
export const amountFor = (account: Account, price: Price, quantity: number): number => {
  const now = account.find('price', price.id) ?? price
  const tiers = account.find('price_tiers', price.id)?.tiers
  return priceAmount({ ...now, ...(tiers === undefined ? {} : { tiers }) }, quantity)
}

/** Whether nothing at all still owes the first tier's flat amount is not documented. */
export const checkQuantity = (account: Account, price: Price, quantity: number | undefined): void => {
  const [first] = account.find('price_tiers', price.id)?.tiers ?? []
  if (quantity === 0 && first?.flat_amount)
    throw notBuilt('a quantity of 0 at a price whose first tier has a flat amount', 'quantity')
}

export const isMetered = ({ recurring }: Price): boolean => recurring?.usage_type === 'metered'
