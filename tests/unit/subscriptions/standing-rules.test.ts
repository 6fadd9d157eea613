import { describe, expect, test } from 'vitest'
import {
  itemsWords,
  standingBinding,
  standingOf,
  standingWarnings,
} from '../../../server/features/subscriptions/standing-rules.ts'
import { anItem, aSubscription } from '../../support/builders.ts'

type Over = Parameters<typeof aSubscription>[0]
const NONE = { onSubscription: [], onItems: [], onCustomer: [] }
const standing = (over: Over = {}, isMadeByHand = false) =>
  standingOf({ subscription: aSubscription(over), isCancelAtPeriodEnd: false, discounts: NONE }, isMadeByHand)

const coupon = (stripeId: string, couponName: string) => ({
  stripeId,
  couponStripeId: 'co_1',
  couponName,
  on: 'customer' as const,
  percentOff: 10,
  amountOff: null,
  duration: 'forever' as const,
  startedAt: null,
  endsAt: null,
})

describe('what an approver might not expect', () => {
  test('is nothing of a platform subscription that is paid', () => {
    expect(standingWarnings(standing())).toEqual([])
  })

  test('is said: made by hand, unpaid, on trial, paused, ending', () => {
    expect(standingWarnings(standing({}, true))).toEqual([
      'This subscription was made by hand. It is not the platform’s own.',
    ])
    expect(standingWarnings(standing({ status: 'past_due' }))).toEqual([
      'The latest invoice was not paid; Stripe is still trying.',
    ])
    expect(standingWarnings(standing({ status: 'trialing' }))).toEqual([
      'It is on trial: nothing was charged for this time.',
    ])
    const pause = { behavior: 'void', resumesAt: '2026-12-24T00:00:00.000Z' }
    expect(standingWarnings(standing({ pause, cancelAt: '2027-01-01T00:00:00.000Z' }))).toEqual([
      'Collection is paused: invoices are voided until 24 Dec 2026.',
      'It ends on 1 Jan 2027 as it stands.',
    ])
  })
})

describe('what may not move between word and deed', () => {
  const moved = (over: Over) => {
    const [was, now] = [standingBinding(standing()), standingBinding(standing(over))]
    return Object.keys(was).filter((name) => was[name] !== now[name])
  }

  test.each([
    ['Items', { items: [anItem({ quantity: 2 })] }],
    ['Items', { items: [anItem({ priceStripeId: 'price_2' })] }],
    ['Period', { items: [anItem({ periodEndsAt: '2027-01-01T00:00:00.000Z' })] }],
    ['Status', { status: 'past_due' }],
    ['Collection', { pause: { behavior: 'void', resumesAt: null } }],
    ['End', { cancelAt: '2026-12-24T00:00:00.000Z' }],
  ] as const)('%s', (name, over) => {
    expect(moved(over as Over)).toEqual([name])
  })

  test('a discount of the customer, only where the subscription has none of its own', () => {
    const inherited = { ...NONE, onCustomer: [coupon('di_1', 'Partner')] }
    const live = { subscription: aSubscription(), isCancelAtPeriodEnd: false, discounts: inherited }
    expect(standingBinding(standingOf(live, false))['Discounts']).toBe('Partner (di_1)')
    const own = { ...live, discounts: { ...inherited, onSubscription: [coupon('di_2', 'Outage')] } }
    expect(standingBinding(standingOf(own, false))['Discounts']).toBe('Outage (di_2)')
  })
})

test('items are told with their price and rhythm, yen without decimals, tiers without a price', () => {
  const yen = { amount: 1_280_000, currency: 'jpy' }
  const items = [
    anItem({ productName: '事業', unitAmount: yen, quantity: 3, interval: 'month', intervalCount: 3 }),
    anItem({ productName: 'Devices', unitAmount: null, quantity: null, usage: 'metered' }),
  ]
  expect(itemsWords(standing({ items }).items)).toBe(
    '事業 × 3, 1280000 JPY each every 3 months + Devices, tiered or by use',
  )
})
