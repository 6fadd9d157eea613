import { assert, constantFrom, integer, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planForCalendar, planForPrice, planWords } from '../../../server/features/coupons/coupon-plan-rules.ts'
import { monthly } from '../../support/stack-builders.ts'

const usd = (amount: number) => ({ amount, currency: 'usd' })
const eur = (amount: number) => ({ amount, currency: 'eur' })
const priced = (amount: number, interval: 'day' | 'week' | 'month' | 'year' = 'month', intervalCount = 1) => ({
  unitAmount: usd(amount),
  interval,
  intervalCount,
})

describe('a coupon for whoever buys the plan', () => {
  test('is given once where one invoice has room', () => {
    const plan = planForPrice({ price: priced(1000), quantity: 2, value: usd(2000) })
    expect(plan).toEqual({
      invoices: 1,
      duration: 'once',
      months: null,
      amount: usd(2000),
      total: usd(2000),
      rest: usd(0),
    })
  })

  test('runs as many whole periods as it needs, and no longer', () => {
    // 30.00 over invoices of 10.00: three of them; of a yearly plan two years for one cent more than a year’s price.
    expect(planForPrice({ price: priced(1000), quantity: 1, value: usd(3000) })).toMatchObject({
      invoices: 3,
      months: 3,
      duration: 'repeating',
      amount: usd(1000),
    })
    expect(planForPrice({ price: priced(1000, 'year'), quantity: 1, value: usd(1002) })).toMatchObject({
      invoices: 2,
      months: 24,
      amount: usd(501),
    })
    expect(planForPrice({ price: priced(1000, 'month', 3), quantity: 1, value: usd(1002) })?.months).toBe(6)
  })

  test('leaves out what can’t be divided, and says how much', () => {
    // 10.01 over two invoices of 10.00: 5.00 each, a cent is left.
    const plan = planForPrice({ price: priced(1000), quantity: 1, value: usd(1001) })
    expect(plan).toMatchObject({ amount: usd(500), total: usd(1000), rest: usd(1) })
  })

  test('of a currency with three decimals is given in tens', () => {
    const kwd = (amount: number) => ({ amount, currency: 'kwd' })
    const price = { unitAmount: kwd(12_350), interval: 'month' as const, intervalCount: 1 }
    expect(planForPrice({ price, quantity: 1, value: kwd(3705) })).toMatchObject({ amount: kwd(3700), rest: kwd(5) })
    expect(planForPrice({ price, quantity: 1, value: kwd(9) })).toBeNull()
  })

  test('is none where no number of months gives it', () => {
    expect(planForPrice({ price: priced(1000, 'week'), quantity: 1, value: usd(1001) })).toBeNull()
    expect(planForPrice({ price: priced(0), quantity: 1, value: usd(10) })).toBeNull()
    expect(planForPrice({ price: priced(1000), quantity: 1, value: usd(0) })).toBeNull()
  })

  test('never gives more than its value, never more than an invoice, and never leaves out what could be given', () => {
    const sums = integer({ min: 1, max: 10_000_000 })
    assert(
      property(
        sums,
        integer({ min: 1, max: 50 }),
        sums,
        constantFrom('month', 'year'),
        (unit, quantity, value, interval) => {
          const plan = planForPrice({ price: priced(unit, interval), quantity, value: usd(value) })
          if (!plan) return
          expect(plan.total.amount + plan.rest.amount).toBe(value)
          expect(plan.amount.amount * plan.invoices).toBe(plan.total.amount)
          expect(plan.amount.amount).toBeLessThanOrEqual(unit * quantity)
          expect(plan.rest.amount).toBeLessThan(plan.invoices)
        },
      ),
    )
  })
})

describe('a coupon for the invoices to come', () => {
  test('takes the fewest of them that have room', () => {
    expect(planForCalendar(monthly(4000), eur(8000))).toMatchObject({ invoices: 2, amount: eur(4000), rest: eur(0) })
  })

  test('rather runs longer than to leave a cent out', () => {
    // 81.01 over three invoices of 40.00 leaves a cent; 8101 is prime, so that no longer duration does better.
    expect(planForCalendar(monthly(4000), eur(8101))).toMatchObject({ invoices: 3, amount: eur(2700), rest: eur(1) })
    // 80.01 = 3 × 26.67.
    expect(planForCalendar(monthly(4000), eur(8001))).toMatchObject({ invoices: 3, amount: eur(2667), rest: eur(0) })
  })

  test('is none where they have no room for all of it', () => {
    expect(planForCalendar(monthly(1000), eur(900_000))).toBeNull()
    expect(planForCalendar(monthly(1000, { coming: [], endsThere: true }), eur(10))).toBeNull()
    expect(planForCalendar(monthly(1000), eur(0))).toBeNull()
  })
})

test('a plan in words', () => {
  const once = planForPrice({ price: priced(1000), quantity: 1, value: usd(500) })
  const thrice = planForPrice({ price: priced(1000), quantity: 1, value: usd(3000) })
  expect([once, thrice].map((plan) => plan && planWords(plan))).toEqual([
    '5.00 USD off one invoice',
    '10.00 USD off each of 3 invoices',
  ])
})
