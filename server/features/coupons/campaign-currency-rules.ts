// Rule: a campaign's budget is in one currency, and nothing is converted. A product that has no price in it can't be
// reckoned and is refused by name. One that is sold in other currencies too is reckoned in the budget's; a fixed amount
// counts in its own currency alone, but a percentage is redeemed in the others as well, outside the budget: that is named to
// whoever approves, and may not change before it is made.

import type { CampaignFacts, CampaignPayload, ListedPrice } from '@countersign/shared/features/coupons'

export type SoldElsewhere = CampaignFacts['soldElsewhere'][number]

interface Product {
  readonly name: string
  readonly currencies: ReadonlySet<string>
}

const productsOf = (prices: readonly ListedPrice[]): Product[] =>
  [...Map.groupBy(prices, ({ productStripeId }) => productStripeId).values()].map((ofProduct) => ({
    name: ofProduct[0]?.productName ?? '',
    currencies: new Set(ofProduct.map(({ unitAmount }) => unitAmount.currency)),
  }))

/** What nothing can be reckoned of, with the currencies that it is sold in. */
export const unreckonedOf = (
  { budget }: Pick<CampaignPayload, 'budget'>,
  prices: readonly ListedPrice[],
): SoldElsewhere[] =>
  productsOf(prices)
    .filter(({ currencies }) => !currencies.has(budget.currency))
    .map(({ name, currencies }) => ({ name, currencies: [...currencies].toSorted() }))

/** What can be redeemed outside the budget. */
export const soldElsewhereOf = (
  { off, budget }: Pick<CampaignPayload, 'off' | 'budget'>,
  prices: readonly ListedPrice[],
): SoldElsewhere[] =>
  productsOf(prices).flatMap(({ name, currencies }) => {
    const others = [...currencies].filter((one) => one !== budget.currency).toSorted()
    return off.kind === 'amount' || others.length === 0 ? [] : [{ name, currencies: others }]
  })

/** `Starter is sold in EUR and JPY`. */
export const soldWords = ({ name, currencies }: SoldElsewhere): string =>
  `${name} is sold in ${currencies.map((one) => one.toUpperCase()).join(' and ')}`
