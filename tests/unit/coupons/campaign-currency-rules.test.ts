import type { CampaignFacts, ListedPrice } from '@countersign/shared/features/coupons'
import { campaignFactsSchema } from '@countersign/shared/features/coupons'
import { describe, expect, test } from 'vitest'
import { campaignBinding } from '../../../server/features/coupons/campaign-rules.ts'
import { soldElsewhereOf, soldWords, unreckonedOf } from '../../../server/features/coupons/campaign-currency-rules.ts'

const priced = (productName: string, ...currencies: readonly string[]): ListedPrice[] =>
  currencies.map((currency) => ({
    stripeId: `price_${productName}_${currency}`,
    productStripeId: `prod_${productName}`,
    productName,
    nickname: null,
    unitAmount: { amount: 4000, currency },
    interval: 'month',
    intervalCount: 1,
  }))

const budget = { amount: 100_000, currency: 'usd' }
const percent = { off: { kind: 'percent', percent: 20 }, budget } as const
const fixed = { off: { kind: 'amount', amount: { amount: 500, currency: 'usd' } }, budget } as const

describe('a product without a price in the budget’s currency', () => {
  test('is named with the currencies that it has, each once', () => {
    const prices = [...priced('Pro', 'jpy', 'eur', 'eur'), ...priced('Starter', 'usd', 'eur'), ...priced('Team', 'gbp')]
    expect(unreckonedOf(percent, prices)).toEqual([
      { name: 'Pro', currencies: ['eur', 'jpy'] },
      { name: 'Team', currencies: ['gbp'] },
    ])
    expect(unreckonedOf(fixed, priced('Pro', 'eur'))).toEqual([{ name: 'Pro', currencies: ['eur'] }])
  })

  test('is told apart from one of the same name', () => {
    const twin = priced('Pro', 'eur').map((price) => ({ ...price, productStripeId: 'prod_twin' }))
    expect(unreckonedOf(percent, [...priced('Pro', 'usd'), ...twin])).toEqual([{ name: 'Pro', currencies: ['eur'] }])
  })
})

describe('what is redeemed outside the budget', () => {
  const prices = [...priced('Pro', 'usd', 'jpy', 'eur'), ...priced('Starter', 'usd')]

  test('is a percentage of what is sold in other currencies too', () => {
    expect(soldElsewhereOf(percent, prices)).toEqual([{ name: 'Pro', currencies: ['eur', 'jpy'] }])
  })

  test('is never a fixed amount', () => {
    expect(soldElsewhereOf(fixed, prices)).toEqual([])
  })

  test('is told in words, and binds', () => {
    const [pro] = soldElsewhereOf(percent, prices)
    if (!pro) throw new Error('nothing is sold elsewhere')
    expect(soldWords(pro)).toBe('Pro is sold in EUR and JPY')
    const facts: CampaignFacts = {
      products: [{ stripeId: 'prod_Pro', name: 'Pro' }],
      each: { amount: 800, currency: 'usd' },
      arithmetic: '',
      most: { amount: 8000, currency: 'usd' },
      soldElsewhere: [pro, { name: 'Team', currencies: ['gbp'] }],
    }
    expect(campaignBinding(facts)).toEqual({
      Products: 'Pro',
      'Each at most': '8.00 USD',
      'Outside the budget': 'Pro is sold in EUR and JPY, Team is sold in GBP',
    })
    const { soldElsewhere: _untold, ...older } = facts
    expect(campaignBinding(campaignFactsSchema.parse(older))).toMatchObject({ 'Outside the budget': 'nothing' })
  })
})
