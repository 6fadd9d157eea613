import { describe, expect, test } from 'vitest'
import { planStack } from '../../../server/features/coupons/stack-rules.ts'
import { aLiveDiscount, aQuestion, planned, refused } from '../../support/stack-builders.ts'

const eur = (amount: number) => ({ amount, currency: 'eur' })

describe('the customer’s own discount', () => {
  const inherited = aLiveDiscount({ on: 'customer' })

  test('is added and taken off where it acts, unless another subscription inherits it too', () => {
    const { left, total } = planned(planStack(aQuestion(1_000, [inherited])))
    expect(left[0]).toMatchObject({ on: 'customer', state: 'running', isFolded: true })
    expect(total).toEqual(eur(7_000))
    const others = refused(planStack(aQuestion(1_000, [inherited], { hasOtherSubscriptions: true })))
    expect(others.refusals[0]).toEqual({
      code: 'inherited-by-others',
      discountStripeId: 'di_1',
      words:
        '“Outage #1”: 30.00 EUR × 2 invoices before 2027-01-05 = 60.00 EUR. It hangs on the customer; another subscription would lose it.',
    })
  })

  test('waits while the subscription has one of its own, and stays; what comes later than before is named', () => {
    const own = aLiveDiscount({ duration: 'once', endsAt: null, amountOff: eur(1_000) })
    const waiting = aLiveDiscount({ stripeId: 'di_2', couponName: null, on: 'customer' })
    const { left, total, plan } = planned(planStack(aQuestion(11_000, [own, waiting], { hasOtherSubscriptions: true })))
    expect(left[1]).toMatchObject({ state: 'waiting', value: eur(0), isFolded: false })
    // 10.00 + 110.00 = 120.00 on invoices of 99.00: 60.00 × 2. January had 30.00 off by the customer's discount.
    expect(total).toEqual(eur(12_000))
    expect(plan.bills.slice(0, 3).map(({ before, after }) => [before, after])).toEqual([
      [8_900, 3_900],
      [6_900, 3_900],
      [9_900, 9_900],
    ])
  })
})

describe('used up', () => {
  test.each([
    ['a draft has used it', { duration: 'once' as const, usedByInvoiceStripeId: 'in_9' }, 'used by in_9'],
    [
      'no invoice comes before its end',
      { endsAt: '2026-12-01T00:00:00.000Z' },
      'no invoice comes before its end on 2026-12-01',
    ],
    ['it hangs on a made invoice', { on: 'invoice' as const }, 'it belongs to one invoice that is made already'],
    [
      'its percentage was used',
      { duration: 'once' as const, percentOff: 10, amountOff: null, usedByInvoiceStripeId: 'in_9' },
      'used by in_9',
    ],
    [
      'its percentage ends before the next invoice',
      { percentOff: 10, amountOff: null, endsAt: '2026-12-01T00:00:00.000Z' },
      'it doesn’t act on the next invoice',
    ],
  ])('%s: it adds nothing', (_why, over, words) => {
    const { left, total } = planned(planStack(aQuestion(1_000, [aLiveDiscount(over)])))
    expect(left[0]).toMatchObject({ state: 'used-up', value: eur(0), isFolded: false, words })
    expect(total).toEqual(eur(1_000))
  })
})

test('one invoice is said in the singular, and an unused coupon by its amount', () => {
  const live = [
    aLiveDiscount({ endsAt: '2026-12-02T00:00:00.000Z' }),
    aLiveDiscount({ stripeId: 'di_2', duration: 'once', endsAt: null }),
  ]
  expect(planned(planStack(aQuestion(1, live))).left.map(({ words }) => words)).toEqual([
    '30.00 EUR × 1 invoice before 2026-12-02 = 30.00 EUR',
    '30.00 EUR, not used yet',
  ])
})
