import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineAmount, percentOf, shareOf, splitByWeight } from '../billing/amount-rules.ts'
import { formatAmount } from '../billing/currency-rules.ts'
import { type ActiveDiscount, discountLines, totalByDiscount } from '../billing/discount-rules.ts'
import { settle } from '../billing/invoice-rules.ts'
import { addInterval, nextBoundary } from '../billing/period-rules.ts'

const at = (text: string): number => Date.parse(text) / 1000
const month = { interval: 'month', interval_count: 1 }

describe('amounts', () => {
  it('round half away from zero', () => {
    expect([lineAmount('0.5', 1), lineAmount('1.5', 1), lineAmount('-0.5', 1), lineAmount('33.335', 100)]).toEqual([
      1, 2, -1, 3334,
    ])
    expect([percentOf(19900, 12.5), percentOf(1, 50), percentOf(999, 33.33)]).toEqual([2488, 1, 333])
    expect([shareOf(10000, 15, 30), shareOf(100, 1, 3), shareOf(-100, 2, 3)]).toEqual([5000, 33, -67])
  })

  it('are split without loss', () => {
    expect(splitByWeight(5000, [10000, 30000])).toEqual([1250, 3750])
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 8 }), (amount, weights) => {
        fc.pre(weights.some((weight) => weight > 0))
        return splitByWeight(amount, weights).reduce((sum, part) => sum + part, 0) === amount
      }),
    )
  })

  it('are shown with the digits of their currency', () => {
    expect([
      formatAmount(123456, 'usd'),
      formatAmount(-5, 'eur'),
      formatAmount(1500, 'jpy'),
      formatAmount(1500, 'kwd'),
    ]).toEqual(['USD 1234.56', '-EUR 0.05', 'JPY 1500', 'KWD 1.500'])
  })
})

describe('periods', () => {
  it('keep the day of the anchor, or the last of a shorter month', () => {
    const anchor = at('2024-01-31T08:00:00Z')
    expect(addInterval(anchor, month, 1)).toBe(at('2024-02-29T08:00:00Z'))
    expect(addInterval(anchor, month, 13)).toBe(at('2025-02-28T08:00:00Z'))
    expect(addInterval(anchor, { interval: 'year', interval_count: 1 })).toBe(at('2025-01-31T08:00:00Z'))
    expect(nextBoundary(anchor, month, at('2024-02-29T08:00:00Z'))).toBe(at('2024-03-31T08:00:00Z'))
    expect(addInterval(at('2026-03-28T23:30:00Z'), { interval: 'week', interval_count: 2 })).toBe(
      at('2026-04-11T23:30:00Z'),
    )
  })
})

describe('discounts', () => {
  const discount = (id: string, more: Partial<ActiveDiscount>): ActiveDiscount => ({
    id,
    percentOff: null,
    amountOff: null,
    products: [],
    ...more,
  })
  const line = (amount: number, more = {}) => ({ amount, isDiscountable: true, product: 'p', discounts: [], ...more })
  const totals = (...args: Parameters<typeof discountLines>) => totalByDiscount(discountLines(...args))

  it('act one after the other', () => {
    const [ten, five] = [discount('ten', { percentOff: 10 }), discount('five', { amountOff: 500 })]
    expect(totals([line(10000)], [ten, five])).toEqual([
      { discount: 'ten', amount: 1000 },
      { discount: 'five', amount: 500 },
    ])
    expect(totals([line(10000)], [five, ten])).toEqual([
      { discount: 'five', amount: 500 },
      { discount: 'ten', amount: 950 },
    ])
  })

  it('of a line act before those of the invoice, and only where they may', () => {
    const half = discount('half', { percentOff: 50, products: ['p'] })
    const own = discount('own', { amountOff: 1000 })
    expect(
      discountLines(
        [
          line(4000, { discounts: [own] }),
          line(4000, { product: 'q' }),
          line(4000, { isDiscountable: false }),
          line(-500),
        ],
        [half],
      ),
    ).toEqual([
      [
        { discount: 'own', amount: 1000 },
        { discount: 'half', amount: 1500 },
      ],
      [],
      [],
      [],
    ])
  })

  it('never take more than the lines, whatever they are', () => {
    const anyDiscount = fc.oneof(
      fc.integer({ min: 1, max: 100 }).map((percentOff) => discount(`p${percentOff}`, { percentOff })),
      fc.integer({ min: 1, max: 50_000 }).map((amountOff) => discount(`a${amountOff}`, { amountOff })),
    )
    fc.assert(
      fc.property(
        fc.array(fc.nat(30_000), { minLength: 1, maxLength: 5 }),
        fc.array(anyDiscount, { maxLength: 4 }),
        (amounts, discounts) => {
          const taken = discountLines(
            amounts.map((amount) => line(amount)),
            discounts,
          )
          return taken.every(
            (parts, i) =>
              parts.every(({ amount }) => amount >= 0) &&
              parts.reduce((sum, { amount }) => sum + amount, 0) <= (amounts[i] ?? 0),
          )
        },
      ),
    )
  })
})

describe('settling', () => {
  it('uses credits, collects debts, and keeps what an invoice gives', () => {
    expect(settle(9900, -15000)).toEqual({ amountDue: 0, endingBalance: -5100, tooSmall: 0 })
    expect(settle(9900, -5100)).toEqual({ amountDue: 4800, endingBalance: 0, tooSmall: 0 })
    expect(settle(9900, 100)).toEqual({ amountDue: 10000, endingBalance: 0, tooSmall: 0 })
    expect(settle(-700, 0)).toEqual({ amountDue: 0, endingBalance: -700, tooSmall: 0 })
  })
})
