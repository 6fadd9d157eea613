import { scaleAmount } from '@countersign/shared/money'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { priceFromList, type ListPrice, type Purpose } from '../../../server/features/coupons/list-price-rules.ts'

const aPrice = (over: Partial<ListPrice> = {}): ListPrice => ({
  unitAmount: { amount: 45_000, currency: 'eur' },
  billingScheme: 'per_unit',
  usage: 'licensed',
  interval: 'month',
  intervalCount: 1,
  productName: 'Business',
  ...over,
})

const price = (over: Partial<Purpose> = {}) =>
  priceFromList({ price: aPrice(), quantity: 1, share: { kind: 'months', months: 1 }, atMost: null, ...over })

const of = (amount: number, currency: string) => ({ unitAmount: { amount, currency } })
const days = (parts: number, of: number) => ({ kind: 'fraction' as const, parts, of, unit: 'days' })

describe('price × quantity × time', () => {
  test('a month of three', () => {
    // 450.00 × 3 = 1350.00
    expect(price({ quantity: 3 })).toEqual({
      verdict: 'priced',
      amount: { amount: 135_000, currency: 'eur' },
      arithmetic: '450.00 EUR × 3 × 1 month = 1350.00 EUR',
    })
  })

  test('two months', () => {
    expect(price({ share: { kind: 'months', months: 2 } })).toMatchObject({
      amount: { amount: 90_000 },
      arithmetic: '450.00 EUR × 1 × 2 months = 900.00 EUR',
    })
  })

  test('five months of a yearly price, halves up', () => {
    // 1000.06 × 5 ÷ 12 = 416.691666… → 416.69; 0.06 × 1 ÷ 12 = 0.005 → 0.01.
    const yearly = (amount: number) => aPrice({ ...of(amount, 'eur'), interval: 'year' })
    expect(price({ price: yearly(100_006), share: { kind: 'months', months: 5 } })).toMatchObject({
      amount: { amount: 41_669 },
      arithmetic: '1000.06 EUR × 1 × 5 of 12 months = 416.69 EUR',
    })
    expect(price({ price: yearly(6) })).toMatchObject({ amount: { amount: 1 } })
  })

  test('one month of a quarterly price', () => {
    // 100.00 ÷ 3 = 33.33
    const quarterly = aPrice({ ...of(10_000, 'eur'), intervalCount: 3 })
    expect(price({ price: quarterly })).toMatchObject({ arithmetic: '100.00 EUR × 1 × 1 of 3 months = 33.33 EUR' })
  })

  test('nine days of thirty', () => {
    // 450.00 × 2 × 9 ÷ 30 = 270.00
    expect(price({ quantity: 2, share: days(9, 30) })).toMatchObject({
      amount: { amount: 27_000 },
      arithmetic: '450.00 EUR × 2 × 9 of 30 days of a month = 270.00 EUR',
    })
    const quarterly = aPrice({ intervalCount: 3 })
    expect(price({ price: quarterly, share: days(90, 90) })).toMatchObject({
      arithmetic: '450.00 EUR × 1 × 90 of 90 days of 3 months = 450.00 EUR',
    })
  })

  test('rounds once, not per unit', () => {
    // 0.05 × 3 × 1 ÷ 2 = 0.075 → 0.08; rounded per unit it would be 0.03 × 3 = 0.09.
    expect(price({ price: aPrice(of(5, 'eur')), quantity: 3, share: days(1, 2) })).toMatchObject({
      amount: { amount: 8 },
    })
  })

  test('yen have no decimals, dinars three', () => {
    // 1000 ÷ 3 = 333.33 → 333 yen. 10.000 ÷ 3 = 3.333 dinars.
    expect(price({ price: aPrice(of(1_000, 'jpy')), share: days(1, 3) })).toMatchObject({
      amount: { amount: 333, currency: 'jpy' },
      arithmetic: '1000 JPY × 1 × 1 of 3 days of a month = 333 JPY',
    })
    expect(price({ price: aPrice(of(10_000, 'kwd')), share: days(1, 3) })).toMatchObject({
      arithmetic: '10.000 KWD × 1 × 1 of 3 days of a month = 3.333 KWD',
    })
  })

  test('is no more than what it is for', () => {
    expect(price({ atMost: { amount: 40_000, currency: 'eur' } })).toEqual({
      verdict: 'priced',
      amount: { amount: 40_000, currency: 'eur' },
      arithmetic: '450.00 EUR × 1 × 1 month = 450.00 EUR, but no more than 400.00 EUR',
    })
    expect(price({ atMost: { amount: 45_000, currency: 'eur' } })).toMatchObject({
      arithmetic: '450.00 EUR × 1 × 1 month = 450.00 EUR',
    })
  })
})

describe('is refused', () => {
  test.each([
    ['metered', { price: aPrice({ usage: 'metered' }) }, 'Business is billed by use; its list price has no sum.'],
    [
      'tiered',
      { price: aPrice({ billingScheme: 'tiered' }) },
      'Business is priced in tiers; its list price has no single amount.',
    ],
    ['no-single-price', { price: aPrice({ unitAmount: null }) }, 'The price of Business is no whole amount.'],
    [
      'not-in-months',
      { price: aPrice({ interval: 'week' }) },
      'Business is billed per week; name a part of that instead.',
    ],
    ['not-a-share', { quantity: 0 }, 'The quantity is a whole number, at least one.'],
    ['not-a-share', { quantity: 1.5 }, 'The quantity is a whole number, at least one.'],
    [
      'not-a-share',
      { share: { kind: 'months' as const, months: 0 } },
      'A whole number of months is needed, at least one.',
    ],
    ...[days(31, 30), days(0, 30), days(1, 0), days(1.5, 30)].map(
      (share) =>
        [
          'not-a-share',
          { share },
          'A part of a period is a whole number of equal parts, no more than all of them.',
        ] as const,
    ),
    ['currency', { atMost: { amount: 1, currency: 'usd' } }, 'The price is in EUR, what it is for is not.'],
    ['no-amount', { atMost: { amount: 0, currency: 'eur' } }, 'That comes to nothing that a coupon could give.'],
    [
      'no-amount',
      { price: aPrice(of(1, 'eur')), share: days(1, 3) },
      'That comes to nothing that a coupon could give.',
    ],
    ['no-amount', { quantity: Number.MAX_SAFE_INTEGER }, 'That comes to no amount that can be told exactly.'],
  ] as const)('%s: %o', (code, over, words) => {
    expect(price(over)).toEqual({ verdict: 'refused', code, words })
  })
})

test('never exceeds what it is for, nor the list price by more than a rounding', () => {
  let priced = 0
  const amounts = fc.integer({ min: 0, max: 5_000_000 })
  const counts = fc.integer({ min: 1, max: 366 })
  const purposes = fc.record({ unit: amounts, quantity: counts, first: counts, second: counts, most: amounts })
  fc.assert(
    fc.property(purposes, ({ unit, quantity, first, second, most }) => {
      const [parts, whole] = [Math.min(first, second), Math.max(first, second)]
      const atMost = { amount: most, currency: 'kwd' }
      const answer = price({ price: aPrice(of(unit, 'kwd')), quantity, share: days(parts, whole), atMost })
      if (answer.verdict === 'refused') return
      priced += 1
      expect(answer.amount.amount).toBeLessThanOrEqual(most)
      const twice = 2n * BigInt(answer.amount.amount) * BigInt(whole)
      expect(twice <= 2n * BigInt(unit) * BigInt(quantity) * BigInt(parts) + BigInt(whole)).toBe(true)
    }),
  )
  expect(priced).toBeGreaterThan(50)
})

describe('an exact fraction of an amount', () => {
  test.each([
    [1, 1, 2, 1],
    [1, 1, 3, 0],
    [2, 1, 3, 1],
    [0, 5, 7, 0],
    [5, 0, 7, 0],
    [9_007_199_254_740_991, 3, 3, 9_007_199_254_740_991],
  ])('%i × %i ÷ %i = %i', (amount, top, bottom, result) => {
    expect(scaleAmount(amount, top, bottom)).toBe(result)
  })

  test.each([
    [1.5, 1, 1],
    [-1, 1, 1],
    [1, -1, 1],
    [1, 1, 0],
    [1, 1, -1],
    [Number.MAX_SAFE_INTEGER, 2, 1],
  ])('%d × %d ÷ %d is not told', (amount, top, bottom) => {
    expect(scaleAmount(amount, top, bottom)).toBeNull()
  })
})
