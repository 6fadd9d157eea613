import { describe, expect, test } from 'vitest'
import {
  type EarlierCredit,
  findOverlaps,
  type LiveCoupon,
  type OverlapFacts,
  type PendingProration,
} from '../../../server/features/credits/overlap-rules.ts'

const eur = (amount: number) => ({ amount, currency: 'eur' })
const days = (from: string, to: string) => ({ from: `2026-11-${from}`, to: `2026-11-${to}` })

const aProration = (over: Partial<PendingProration> = {}): PendingProration => ({
  invoiceItemStripeId: 'ii_1',
  amount: eur(-2_050),
  period: days('10', '30'),
  ...over,
})
const aCoupon = (over: Partial<LiveCoupon> = {}): LiveCoupon => ({
  discountStripeId: 'di_1',
  name: 'Outage #1',
  startedOn: '2026-11-10',
  endsOn: '2026-11-12',
  ...over,
})
const aCredit = (over: Partial<EarlierCredit> = {}): EarlierCredit => ({
  id: 'req_1',
  amount: eur(4_000),
  reversed: eur(0),
  givenOn: '2026-11-11',
  period: days('03', '10'),
  reason: 'outage',
  ...over,
})
const find = (over: Partial<OverlapFacts>) =>
  findOverlaps({
    today: '2026-11-21',
    period: days('03', '10'),
    prorations: [],
    coupons: [],
    credits: [],
    ...over,
  })
const found = (over: Partial<OverlapFacts>) => find(over).length > 0

describe('a pending proration', () => {
  test('that shares one day is named', () => {
    expect(find({ prorations: [aProration()] })).toEqual([
      {
        code: 'pending-proration',
        subjectId: 'ii_1',
        words: 'A proration of 20.50 EUR for 2026-11-10 to 2026-11-30 waits for the next invoice.',
      },
    ])
    expect(found({ prorations: [aProration({ period: days('01', '03') })] })).toBe(true)
  })

  test('that shares none is not', () => {
    expect(found({ prorations: [aProration({ period: days('11', '30') })] })).toBe(false)
    expect(found({ prorations: [aProration({ period: days('01', '02') })] })).toBe(false)
  })

  test('that asks for money, or for nothing, gives nothing twice', () => {
    expect(found({ prorations: [aProration({ amount: eur(2_050) }), aProration({ amount: eur(0) })] })).toBe(false)
  })

  test('is named for a credit without days', () => {
    expect(found({ period: null, prorations: [aProration({ period: days('11', '30') })] })).toBe(true)
  })
})

describe('a live coupon', () => {
  test('that acts on one of the days is named, with or without an end', () => {
    expect(find({ coupons: [aCoupon()] })).toEqual([
      {
        code: 'live-coupon',
        subjectId: 'di_1',
        words: 'The coupon “Outage #1” acts since 2026-11-10 until 2026-11-12.',
      },
    ])
    expect(find({ coupons: [aCoupon({ endsOn: null })] })[0]?.words).toBe(
      'The coupon “Outage #1” acts since 2026-11-10 without a known end.',
    )
    expect(found({ coupons: [aCoupon({ startedOn: '2026-10-01', endsOn: '2026-11-03' })] })).toBe(true)
  })

  test('that began after them or ended before is not', () => {
    expect(found({ coupons: [aCoupon({ startedOn: '2026-11-11' })] })).toBe(false)
    expect(found({ coupons: [aCoupon({ startedOn: '2026-10-01', endsOn: '2026-11-02' })] })).toBe(false)
  })

  test('is named for a credit without days', () => {
    expect(found({ period: null, coupons: [aCoupon({ startedOn: '2026-11-20' })] })).toBe(true)
    expect(found({ period: null, coupons: [aCoupon({ startedOn: '2026-01-01', endsOn: '2026-02-01' })] })).toBe(true)
  })
})

describe('an earlier credit', () => {
  test('for one of the days is named with what is left of it', () => {
    expect(find({ credits: [aCredit({ period: days('10', '10'), reversed: eur(1_000) })] })).toEqual([
      {
        code: 'earlier-credit',
        subjectId: 'req_1',
        words: 'A credit of 30.00 EUR was given on 2026-11-11 for 2026-11-10: outage.',
      },
    ])
  })

  test('for other days, or taken back whole, is not', () => {
    expect(found({ credits: [aCredit({ period: days('11', '12') }), aCredit({ period: days('01', '02') })] })).toBe(
      false,
    )
    expect(found({ credits: [aCredit({ reversed: eur(4_000) })] })).toBe(false)
  })

  test('that states no days counts from the first of these', () => {
    expect(find({ credits: [aCredit({ period: null, givenOn: '2026-11-03' })] })[0]?.words).toBe(
      'A credit of 40.00 EUR was given on 2026-11-03 for days that weren’t stated: outage.',
    )
    expect(found({ credits: [aCredit({ period: null, givenOn: '2026-11-02' })] })).toBe(false)
  })

  test('within 31 days is named for a credit without days', () => {
    // 31 days before 21 Nov is 21 Oct.
    expect(found({ period: null, credits: [aCredit({ givenOn: '2026-10-21' })] })).toBe(true)
    expect(found({ period: null, credits: [aCredit({ givenOn: '2026-10-20' })] })).toBe(false)
    expect(found({ period: null, credits: [aCredit({ reversed: eur(4_000) })] })).toBe(false)
  })
})

test('everything is named, prorations first', () => {
  const all = find({ prorations: [aProration()], coupons: [aCoupon()], credits: [aCredit()] })
  expect(all.map(({ code }) => code)).toEqual(['pending-proration', 'live-coupon', 'earlier-credit'])
})
