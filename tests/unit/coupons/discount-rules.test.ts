import type { LiveDiscount } from '@countersign/shared/features/stacks'
import { describe, expect, test } from 'vitest'
import { listOf, roomOf, sumTaken, takenOver } from '../../../server/features/coupons/discount-rules.ts'
import { aLiveDiscount, monthly } from '../../support/stack-builders.ts'

const lines = (...amounts: number[]) =>
  amounts.map((amount, at) => ({ itemStripeId: `si_${at + 1}`, amount, isDiscountable: true }))
const takenOf = (amounts: number[], live: readonly LiveDiscount[]) => {
  const [first] = monthly(0).coming
  const [taken] = takenOver(monthly(0, { coming: [{ ...first!, lines: lines(...amounts) }] }), live)
  return Object.fromEntries(taken!)
}
const off = (stripeId: string, amount: number, over: Partial<LiveDiscount> = {}) =>
  aLiveDiscount({ stripeId, amountOff: { amount, currency: 'eur' }, ...over })
const percent = (stripeId: string, percentOff: number, over: Partial<LiveDiscount> = {}) =>
  aLiveDiscount({ stripeId, percentOff, amountOff: null, ...over })

describe('one invoice', () => {
  test('several act one after the other, each on what is left', () => {
    // 100.00: 10 % = 10.00; 90.00 − 60.00 = 30.00; 50 % of 30.00 = 15.00; the last takes no more than 15.00.
    const live = [percent('a', 10), off('b', 6_000), percent('c', 50), off('d', 9_999)]
    expect(takenOf([10_000], live)).toEqual({ a: 1_000, b: 6_000, c: 1_500, d: 1_500 })
  })

  test('a percentage is rounded half up on every line', () => {
    // 0.05 × 10 % = 0.005 → 0.01 on each of three lines; on their sum it would be 0.02.
    expect(takenOf([5, 5, 5], [percent('a', 10)])).toEqual({ a: 3 })
    expect(takenOf([9_999], [percent('a', 33.33)])).toEqual({ a: 3_333 })
  })

  test('a fixed amount is spread over the lines in proportion before a percentage follows', () => {
    // 9.00 over 10.00 and 20.00: 3.00 and 6.00; left 7.00 and 14.00; 50 % = 3.50 + 7.00.
    expect(takenOf([1_000, 2_000], [off('a', 900), percent('b', 50)])).toEqual({ a: 900, b: 1_050 })
    // 0.10 over three lines of 0.05: 0.03, 0.03, 0.04 (running 3, 6, 10); left 2, 2, 1; 50 % half up: 1 + 1 + 1.
    expect(takenOf([5, 5, 5], [off('a', 10), percent('b', 50)])).toEqual({ a: 10, b: 3 })
  })

  test('an item’s discount comes first and stops at its item', () => {
    const live = [off('sub', 10_000), off('item', 5_000, { on: 'item', itemStripeId: 'si_2' })]
    expect(takenOf([4_000, 3_000], live)).toEqual({ item: 3_000, sub: 4_000 })
  })

  test('the customer’s acts only without one of the subscription', () => {
    const customer = off('customer', 100, { on: 'customer' })
    expect(takenOf([1_000], [customer])).toEqual({ customer: 100 })
    expect(takenOf([1_000], [customer, off('sub', 200)])).toEqual({ sub: 200 })
    const item = off('item', 300, { on: 'item', itemStripeId: 'si_1' })
    expect(takenOf([1_000], [customer, item])).toEqual({ item: 300, customer: 100 })
  })

  test('money given back is neither room nor discounted', () => {
    const [first] = monthly(0).coming
    const invoice = { ...first!, lines: lines(1_000, -400) }
    expect([roomOf(invoice), listOf(invoice)]).toEqual([1_000, 600])
    expect(takenOf([1_000, -400], [percent('a', 50)])).toEqual({ a: 500 })
    expect(takenOf([-400], [off('a', 50)])).toEqual({ a: 0 })
  })

  test('a proration asks and still has no room', () => {
    const [first] = monthly(0).coming
    const [plain, extra] = lines(1_000, 700)
    const invoice = { ...first!, lines: [plain!, { ...extra!, isDiscountable: false }] }
    expect([roomOf(invoice), listOf(invoice)]).toEqual([1_000, 1_700])
    const [taken] = takenOver(monthly(0, { coming: [invoice] }), [off('a', 1_500)])
    expect(sumTaken(taken)).toBe(1_000)
  })

  test('one without terms takes nothing', () => {
    expect(takenOf([1_000], [aLiveDiscount({ amountOff: null })])).toEqual({ di_1: 0 })
  })
})

describe('over the coming invoices', () => {
  const over = (live: readonly LiveDiscount[]) => takenOver(monthly(1_000), live).slice(0, 4).map(sumTaken)

  test('once is once, repeating until its end, forever for ever', () => {
    expect(over([off('a', 10, { duration: 'once', endsAt: null })])).toEqual([10, 0, 0, 0])
    expect(over([off('a', 10)])).toEqual([10, 10, 0, 0])
    expect(over([off('a', 10, { duration: 'forever', endsAt: null })])).toEqual([10, 10, 10, 10])
  })

  test('once that a draft has used acts no more', () => {
    expect(over([off('a', 10, { duration: 'once', usedByInvoiceStripeId: 'in_1' })])).toEqual([0, 0, 0, 0])
  })

  test('the customer’s once waits for the first invoice without one of the subscription', () => {
    const customer = off('c', 70, { on: 'customer', duration: 'once', endsAt: null })
    expect(over([off('a', 10), customer])).toEqual([10, 10, 70, 0])
  })

  test('one on a made invoice acts on none to come', () => {
    expect(over([off('a', 10, { on: 'invoice', duration: 'forever', endsAt: null })])).toEqual([0, 0, 0, 0])
  })

  test('nothing known takes nothing', () => {
    expect(sumTaken(undefined)).toBe(0)
  })
})
