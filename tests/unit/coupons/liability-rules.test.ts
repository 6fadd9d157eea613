import { describe, expect, test } from 'vitest'
import { type Grant, measureLiability } from '../../../server/features/coupons/liability-rules.ts'

const NOW = '2026-11-21T12:00:00.000Z'

const aGrant = (id: string, over: Partial<Grant> = {}): Grant => ({
  id,
  reason: 'outage',
  teamId: '7Kq9xLw2Vd',
  open: { amount: 1_000, currency: 'eur' },
  redeemBy: '2027-03-01T00:00:00.000Z',
  redeemedAt: null,
  redeemedByTeamId: null,
  isRetired: false,
  hasBilling: true,
  ...over,
})
const redeemed = (id: string, over: Partial<Grant> = {}) =>
  aGrant(id, { redeemedAt: '2026-11-02T00:00:00.000Z', redeemedByTeamId: '7Kq9xLw2Vd', ...over })
const measure = (...grants: Grant[]) => measureLiability(grants, NOW)

describe('open value', () => {
  test('is summed by reason and currency, never across currencies', () => {
    const usd = { amount: 700, currency: 'usd' }
    const { byReason } = measure(
      aGrant('a'),
      redeemed('b', { open: { amount: 250, currency: 'eur' } }),
      aGrant('c', { reason: 'billing-error' }),
      aGrant('d', { open: usd }),
      aGrant('e', { open: { amount: 5, currency: 'jpy' } }),
    )
    // EUR outage: 10.00 + 2.50.
    expect(byReason).toEqual([
      { reason: 'billing-error', open: { amount: 1_000, currency: 'eur' }, grants: 1 },
      { reason: 'outage', open: { amount: 1_250, currency: 'eur' }, grants: 2 },
      { reason: 'outage', open: { amount: 5, currency: 'jpy' }, grants: 1 },
      { reason: 'outage', open: usd, grants: 1 },
    ])
  })

  test('ends when it is used, expired or retired', () => {
    const answer = measure(
      redeemed('used', { open: { amount: 0, currency: 'eur' } }),
      aGrant('expired', { redeemBy: NOW }),
      aGrant('retired', { isRetired: true }),
    )
    expect(answer).toEqual({ byReason: [], unredeemed: [], expiring: [], redeemedByOthers: [], neverSetUp: [] })
  })

  test('goes on after the last day to redeem for what was redeemed in time', () => {
    const late = redeemed('late', { redeemBy: '2026-11-03T00:00:00.000Z' })
    expect(measure(late)).toMatchObject({ byReason: [{ grants: 1 }], unredeemed: [], expiring: [] })
  })
})

describe('named one by one', () => {
  test('what nobody has redeemed, with or without an end', () => {
    expect(measure(aGrant('a'), redeemed('b'), aGrant('c', { redeemBy: null })).unredeemed).toEqual(['a', 'c'])
  })

  test('what expires within 14 days to the millisecond', () => {
    const { expiring } = measure(
      aGrant('in-14-days', { redeemBy: '2026-12-05T12:00:00.000Z' }),
      aGrant('later', { redeemBy: '2026-12-05T12:00:00.001Z' }),
      aGrant('now', { redeemBy: '2026-11-21T12:00:00.001Z' }),
      aGrant('never', { redeemBy: null }),
      redeemed('taken', { redeemBy: '2026-11-22T00:00:00.000Z' }),
    )
    expect(expiring).toEqual(['in-14-days', 'now'])
  })

  test('what another team redeemed, or a customer without a team; even when nothing is left of it', () => {
    const { redeemedByOthers } = measure(
      redeemed('meant'),
      redeemed('other', { redeemedByTeamId: 'other', open: { amount: 0, currency: 'eur' } }),
      redeemed('nobody', { redeemedByTeamId: null }),
      aGrant('unredeemed'),
    )
    expect(redeemedByOthers).toEqual(['other', 'nobody'])
  })

  test('what was granted to a team that never set up billing', () => {
    const { neverSetUp } = measure(
      aGrant('a', { hasBilling: false }),
      aGrant('b'),
      redeemed('c', { hasBilling: false }),
    )
    expect(neverSetUp).toEqual(['a'])
  })
})
