import type { CampaignPayload, ListedPrice } from '@countersign/shared/features/coupons'
import { campaignPayloadSchema } from '@countersign/shared/features/coupons'
import { describe, expect, test } from 'vitest'
import {
  describeCampaign,
  type KeptCampaign,
  reckonCampaign,
  termsWords,
} from '../../../server/features/coupons/campaign-rules.ts'

const usd = (amount: number) => ({ amount, currency: 'usd' })

const listed = (amount: number, over: Partial<ListedPrice> = {}): ListedPrice => ({
  stripeId: 'price_1',
  productStripeId: 'prod_1',
  productName: 'Starter',
  nickname: null,
  unitAmount: usd(amount),
  interval: 'month',
  intervalCount: 1,
  ...over,
})

const campaign = (over: Partial<CampaignPayload> = {}): CampaignPayload => ({
  name: 'Autumn',
  partner: null,
  off: { kind: 'percent', percent: 20 },
  duration: { kind: 'once' },
  productStripeIds: ['prod_1'],
  maxRedemptions: 10,
  endsAt: '2027-03-31T00:00:00.000Z',
  budget: usd(100_000),
  codes: ['AUTUMN'],
  ...over,
})

const most = (over: Partial<CampaignPayload>, prices: readonly ListedPrice[] = [listed(4000)]) =>
  reckonCampaign(campaign(over), prices)?.most.amount ?? null

describe('what a campaign may cost', () => {
  test('is each redemption at list price, times how many there may be', () => {
    // 20 % of 40.00 = 8.00; ten of them 80.00 USD.
    expect(reckonCampaign(campaign(), [listed(4000)])).toEqual({
      each: usd(800),
      most: usd(8000),
      arithmetic: '8.00 USD × 1 of Starter = 8.00 USD; × 10 = 80.00 USD',
    })
  })

  test('counts every invoice that it reaches, twelve months where it has no end', () => {
    expect(most({ duration: { kind: 'repeating', months: 3 } })).toBe(24_000)
    expect(most({ duration: { kind: 'forever' } })).toBe(96_000)
    // Three months of a yearly plan are one invoice, thirteen are two.
    const yearly = [listed(4000, { interval: 'year' })]
    expect(most({ duration: { kind: 'repeating', months: 3 } }, yearly)).toBe(8000)
    expect(most({ duration: { kind: 'repeating', months: 13 } }, yearly)).toBe(16_000)
  })

  test('goes by the dearest product; an amount counts in full, whatever the price of one', () => {
    expect(most({}, [listed(4000), listed(9000)])).toBe(18_000)
    expect(most({ off: { kind: 'amount', amount: usd(5000) } })).toBe(50_000)
    expect(most({ off: { kind: 'amount', amount: usd(500) } })).toBe(5000)
  })

  test('takes a percentage exactly, halves up', () => {
    // 12.5 % of 9.98 is 1.2475, 12.55 % of 10.00 is 1.255.
    expect(reckonCampaign(campaign({ off: { kind: 'percent', percent: 12.5 } }), [listed(998)])?.each).toEqual(usd(125))
    expect(reckonCampaign(campaign({ off: { kind: 'percent', percent: 12.55 } }), [listed(1000)])?.each).toEqual(
      usd(126),
    )
  })

  test('can’t be told without a price in the budget’s currency', () => {
    expect(most({}, [listed(4000, { unitAmount: { amount: 4000, currency: 'eur' } })])).toBeNull()
    expect(most({}, [])).toBeNull()
  })
})

describe('a campaign as it is kept', () => {
  const kept: KeptCampaign = {
    id: 'apr_1',
    name: 'Autumn',
    partner: null,
    couponStripeId: 'cs-apr_1',
    terms: termsWords(campaign({ duration: { kind: 'forever' } })),
    products: '["Starter"]',
    eachAmount: 800,
    budgetAmount: 10_000,
    currency: 'usd',
    maxRedemptions: 10,
    endsAt: 1000,
    createdBy: 'Ines',
    createdAt: 0,
    endedAt: null,
    redemptions: 3,
    checkedAt: 0,
  }
  const stateOf = (over: Partial<KeptCampaign>, now = 999) => describeCampaign({ ...kept, ...over }, [], now).state

  test('has spent what was reckoned for each that was redeemed', () => {
    expect(describeCampaign(kept, [], 0)).toMatchObject({ spent: usd(2400), terms: '20 % off, for ever' })
  })

  test('is over with its last moment or its last redemption, ended when somebody ended it', () => {
    expect(stateOf({})).toBe('running')
    expect(stateOf({}, 1000)).toBe('over')
    expect(stateOf({ redemptions: 10 })).toBe('over')
    expect(stateOf({ endedAt: 5 }, 2000)).toBe('ended')
  })
})

describe('what may be asked for', () => {
  const isAccepted = (over: Record<string, unknown>) =>
    campaignPayloadSchema.safeParse({ ...campaign(), ...over }).success

  test('has an end, a bound and codes that differ without regard to case', () => {
    expect(isAccepted({})).toBe(true)
    expect(isAccepted({ codes: ['AUTUMN', 'autumn'] })).toBe(false)
    expect(isAccepted({ codes: ['AÜTUMN'] })).toBe(false)
    expect(isAccepted({ maxRedemptions: 0 })).toBe(false)
    expect(isAccepted({ endsAt: null })).toBe(false)
    expect(isAccepted({ off: { kind: 'percent', percent: 100.01 } })).toBe(false)
    expect(isAccepted({ productStripeIds: [] })).toBe(false)
  })
})
