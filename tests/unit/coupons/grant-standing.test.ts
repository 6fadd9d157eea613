import { describe, expect, test } from 'vitest'
import { describeGrants, grantedCouponId, type KeptGrant } from '../../../server/features/coupons/grant-rules.ts'
import { isTeamSettled, standingOf } from '../../../server/features/coupons/standing-rules.ts'

const NOW = Date.parse('2026-11-21T12:00:00.000Z')
const DAY = 24 * 3_600_000
const granted = { amount: 1000, invoices: 3, redeemBy: NOW + DAY }
const waiting = { isRedeemed: false, isRetired: false, invoicesLeft: 0 }

describe('what a grant can still give', () => {
  test('is all of it while nobody redeemed it', () => {
    expect(standingOf(granted, waiting, NOW)).toEqual({ openAmount: 3000, isSettled: false })
  })

  test('is asked about no more once it has expired, at the very moment of its end', () => {
    expect(standingOf({ ...granted, redeemBy: NOW }, waiting, NOW).isSettled).toBe(true)
    expect(standingOf({ ...granted, redeemBy: NOW + 1 }, waiting, NOW).isSettled).toBe(false)
    expect(standingOf({ ...granted, redeemBy: null }, waiting, NOW).isSettled).toBe(false)
  })

  test('is nothing once it was put away', () => {
    expect(standingOf(granted, { ...waiting, isRetired: true }, NOW)).toEqual({ openAmount: 0, isSettled: true })
  })

  test('is what its discount still reaches once it is redeemed, never more than was given', () => {
    const left = (invoicesLeft: number) =>
      standingOf(granted, { isRedeemed: true, isRetired: false, invoicesLeft }, NOW)
    expect(left(2)).toEqual({ openAmount: 2000, isSettled: false })
    expect(left(0)).toEqual({ openAmount: 0, isSettled: true })
    expect(left(9).openAmount).toBe(3000)
  })
})

describe('whose customer redeemed it', () => {
  const by = (redeemedByTeamId: string | null, redeemedAt: number | null = NOW) =>
    isTeamSettled({ teamId: 'kestrel', redeemedAt, redeemedByTeamId }, NOW + DAY - 1)

  test('is sure at once where it is the team that was meant, else after a day', () => {
    expect(by('kestrel')).toBe(true)
    expect(by(null)).toBe(false)
    expect(by('thief')).toBe(false)
    expect(by('thief', NOW - 1)).toBe(true)
    expect(by(null, null)).toBe(true)
  })
})

const row = (over: Partial<KeptGrant> = {}): KeptGrant => ({
  id: 'apr_1',
  kind: 'coupon.code',
  teamId: 'kestrel',
  customerStripeId: 'cus_1',
  subjectName: 'Kestrel',
  ticket: '#1',
  reasonLabel: 'Outage',
  couponName: 'Outage #1',
  couponStripeId: 'cs-apr_1',
  promotionCodeStripeId: 'promo_1',
  amount: 1000,
  currency: 'usd',
  invoices: 2,
  grantedBy: 'Ines',
  grantedAt: NOW - DAY,
  redeemBy: NOW + 30 * DAY,
  openAmount: 2000,
  redeemedAt: null,
  redeemedByCustomerStripeId: null,
  redeemedByTeamId: null,
  isRetired: 0,
  hasBilling: 1,
  checkedAt: NOW,
  ...over,
})

const marksOf = (over: Partial<KeptGrant>) =>
  describeGrants([row(over)], new Date(NOW).toISOString()).grants[0]?.marks ?? ['nothing described']

describe('a grant as it is shown', () => {
  test('has its whole value, what is open, and what it is marked for', () => {
    const { byReason, grants } = describeGrants([row()], new Date(NOW).toISOString())
    expect(byReason).toEqual([{ reason: 'Outage', open: { amount: 2000, currency: 'usd' }, grants: 1 }])
    expect(grants[0]).toMatchObject({ value: { amount: 2000, currency: 'usd' }, marks: ['unredeemed'] })
  })

  test('is marked when it expires soon, was taken by another, or its team never set up billing', () => {
    expect(marksOf({ redeemBy: NOW + 14 * DAY })).toEqual(['unredeemed', 'expiring'])
    expect(marksOf({ redeemedAt: NOW, redeemedByTeamId: 'thief' })).toEqual(['redeemed-by-other'])
    expect(marksOf({ redeemedAt: NOW, redeemedByTeamId: null })).toEqual(['redeemed-by-other'])
    expect(marksOf({ redeemedAt: NOW, redeemedByTeamId: 'kestrel' })).toEqual([])
    expect(marksOf({ hasBilling: 0 })).toEqual(['unredeemed', 'never-set-up'])
    expect(marksOf({ isRetired: 1, openAmount: 0 })).toEqual([])
  })
})

test('one request makes one coupon', () => {
  expect(grantedCouponId('apr_1')).toBe('cs-apr_1')
})
