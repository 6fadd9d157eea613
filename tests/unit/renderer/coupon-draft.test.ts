import { describe, expect, test } from 'vitest'
import { EMPTY_CAMPAIGN, readCampaign } from '../../../src-renderer/features/coupons/campaign-draft-rules.ts'
import {
  EMPTY_DRAFT,
  missingIn,
  planChoices,
  readCount,
  withDefaults,
  worthOf,
} from '../../../src-renderer/features/coupons/draft-rules.ts'
import { campaigns, coupons } from '../../../src-renderer/messages/coupons.ts'

const plan = (stripeId: string, amount: number, nickname: string | null = null) => ({
  stripeId,
  productStripeId: 'prod_1',
  productName: 'Starter',
  nickname,
  unitAmount: { amount, currency: 'usd' },
  interval: 'month' as const,
  intervalCount: 1,
})

const whole = { ...EMPTY_DRAFT, priceStripeId: 'price_1', quantity: '2', reasonId: 'outage', words: 'Two days' }

describe('a count', () => {
  test.each([
    ['1', 1],
    ['36', 36],
    ['37', null],
    ['0', null],
    ['1.5', null],
    ['-1', null],
    ['', null],
    ['1e1', null],
  ])('%s', (text, count) => {
    expect(readCount(text, 36)).toBe(count)
  })
})

describe('what a coupon is worked out from', () => {
  test('is whole months, or so many days of a period and no more', () => {
    expect(worthOf(whole)?.share).toEqual({ kind: 'months', months: 1 })
    const days = { ...whole, share: 'days' as const }
    expect(worthOf({ ...days, parts: '9', of: '30' })?.share).toEqual({
      kind: 'fraction',
      parts: 9,
      of: 30,
      unit: 'days',
    })
    expect(worthOf({ ...days, parts: '31', of: '30' })).toBeNull()
  })

  test('names what is missing, one at a time', () => {
    const { missing } = coupons
    expect(missingIn(whole, true)).toBeUndefined()
    expect(missingIn(whole, false)).toBe(missing.proof)
    expect(missingIn({ ...whole, priceStripeId: null }, true)).toBe(missing.plan)
    expect(missingIn({ ...whole, quantity: '1.5' }, true)).toBe(missing.count)
    expect(missingIn({ ...whole, validDays: '366' }, true)).toBe(missing.count)
    expect(missingIn({ ...whole, handOver: 'applied' }, true)).toBe(missing.subscription)
    expect(missingIn({ ...whole, reasonId: null }, true)).toBe(missing.reason)
    expect(missingIn({ ...whole, words: ' ok ' }, true)).toBe(missing.words)
  })

  test('stands on nothing where the team has no plan on sale', () => {
    expect(withDefaults(EMPTY_DRAFT, [plan('price_1', 900)], [])).toMatchObject({ priceStripeId: null, quantity: '1' })
  })

  test('shows a nickname only where two plans read the same', () => {
    const labels = (...plans: ReturnType<typeof plan>[]) => planChoices(plans).map(({ label }) => label)
    expect(labels(plan('price_1', 900, 'old'))).toEqual(['Starter, $9.00 a month'])
    expect(labels(plan('price_1', 900, 'old'), plan('price_2', 900), plan('price_3', 800))).toEqual([
      'Starter, $9.00 a month (old)',
      'Starter, $9.00 a month (price_2)',
      'Starter, $8.00 a month',
    ])
  })
})

describe('the reply to the customer', () => {
  const about = { code: 'kM7vRt4wQx9HnP', ticket: '#1', amount: '$30.00', expires: '20 Dec 2026', isShared: false }

  test('holds the code on a line of its own, and until when', () => {
    const lines = coupons.codeReply(about).split('\n')
    expect(lines).toContain('kM7vRt4wQx9HnP')
    expect(coupons.codeReply(about)).toContain('20 Dec 2026')
  })

  test('tells a team without billing to enter it with its first payment', () => {
    expect(coupons.codeReply({ ...about, isShared: true })).toContain('for the first time')
  })
})

describe('a campaign', () => {
  const NOW = '2026-11-21T12:00:00.000Z'
  const draft = {
    ...EMPTY_CAMPAIGN,
    name: 'Autumn',
    off: '20',
    productStripeIds: ['prod_1'],
    redemptions: '10',
    endsOn: '2027-03-31',
    budget: '100.00',
    codes: 'AUTUMN-20\nAUTUMN-NEWS',
    words: 'Agreed',
  }
  const missingOf = (over: Partial<typeof draft>) => readCampaign({ ...draft, ...over }, NOW).missing

  test('is what the form says', () => {
    expect(readCampaign(draft, NOW)).toEqual({
      missing: undefined,
      payload: {
        name: 'Autumn',
        partner: null,
        off: { kind: 'percent', percent: 20 },
        duration: { kind: 'once' },
        productStripeIds: ['prod_1'],
        maxRedemptions: 10,
        endsAt: '2027-03-31T23:59:59.000Z',
        budget: { amount: 10_000, currency: 'usd' },
        codes: ['AUTUMN-20', 'AUTUMN-NEWS'],
      },
    })
  })

  test('names what is missing', () => {
    const { missing } = campaigns
    expect(missingOf({ name: 'Au' })).toBe(missing.name)
    expect(missingOf({ off: '100.01' })).toBe(missing.off)
    expect(missingOf({ kind: 'amount', off: '0' })).toBe(missing.off)
    expect(missingOf({ productStripeIds: [] })).toBe(missing.products)
    expect(missingOf({ redemptions: '' })).toBe(missing.redemptions)
    expect(missingOf({ endsOn: '2026-11-20' })).toBe(missing.ends)
    expect(missingOf({ budget: '' })).toBe(missing.budget)
    expect(missingOf({ codes: 'AUTUMN autumn' })).toBe(missing.codes)
    expect(missingOf({ words: '' })).toBe(missing.words)
  })
})
