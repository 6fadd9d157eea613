import { describe, expect, test } from 'vitest'
import {
  foundElsewhere,
  foundOnCode,
  foundOnCoupon,
  foundUnexplained,
} from '../../../server/features/drift/coupon-rules.ts'
import { type EntryFacts, foundOnBalance } from '../../../server/features/drift/credit-rules.ts'
import { foundInWork } from '../../../server/features/drift/work-rules.ts'

// Guards: money that nobody here can explain is named with who could; what was approved here is explained.

const usd = (amount: number) => ({ amount, currency: 'usd' })
const own = {
  id: 'req_1',
  kind: 'grant' as const,
  name: 'Outage #48213',
  couponStripeId: 'cs-req_1',
  teamId: 'kestrel',
  customerStripeId: 'cus_1',
  amountOff: usd(3000),
  mostRedemptions: 1,
  isRedeemed: false,
  isOver: false,
}
const there = { amountOff: usd(3000), maxRedemptions: 1, timesRedeemed: 0 }
const kinds = (found: ReadonlyArray<{ kind: string }>) => found.map(({ kind }) => kind)

describe('a coupon of ours', () => {
  test('as it was given is right, redeemed or not', () => {
    expect(foundOnCoupon(own, there)).toEqual([])
    expect(foundOnCoupon({ ...own, isRedeemed: true }, { ...there, timesRedeemed: 1 })).toEqual([])
    expect(foundOnCoupon({ ...own, amountOff: null }, { ...there, amountOff: null })).toEqual([])
  })

  test('deleted before it was redeemed is a promise that was lost; afterwards it takes nothing from anybody', () => {
    expect(foundOnCoupon(own, null)).toMatchObject([{ kind: 'coupon.gone', repair: { kind: 'form', form: 'coupon' } }])
    expect(foundOnCoupon({ ...own, customerStripeId: null }, null)).toMatchObject([{ repair: { kind: 'page' } }])
    expect(foundOnCoupon({ ...own, isRedeemed: true }, null)).toEqual([])
    expect(foundOnCoupon({ ...own, kind: 'campaign', isOver: true }, null)).toEqual([])
  })

  test('made again with other terms, or redeemed too often, is named', () => {
    expect(foundOnCoupon(own, { ...there, amountOff: usd(9000) })).toMatchObject([
      { kind: 'coupon.changed', sides: [{ field: 'amount off', there: '90.00 USD', here: '30.00 USD' }] },
    ])
    expect(kinds(foundOnCoupon(own, { ...there, amountOff: null }))).toEqual(['coupon.changed'])
    expect(foundOnCoupon(own, { ...there, maxRedemptions: null })).toMatchObject([
      { sides: [{ field: 'redemptions allowed', there: 'any number', here: '1' }] },
    ])
    expect(kinds(foundOnCoupon(own, { ...there, timesRedeemed: 2 }))).toEqual(['coupon.overused'])
  })

  test('that is over has no code that works', () => {
    const code = { stripeId: 'promo_1', code: 'K4RT', isActive: true }
    expect(foundOnCode({ ...own, isOver: true }, code)).toMatchObject({ kind: 'coupon.active', subjectId: 'promo_1' })
    expect(foundOnCode({ ...own, isOver: true }, { ...code, isActive: false })).toBeNull()
    expect(foundOnCode(own, code)).toBeNull()
  })

  test('redeemed by others is counted, and named by the liability', () => {
    expect(foundElsewhere(0)).toBeNull()
    expect(foundElsewhere(1)?.explanation).toContain('A coupon was redeemed by another team')
    expect(foundElsewhere(3)).toMatchObject({ sides: [{ there: '3' }], repair: { kind: 'page', page: 'coupons' } })
  })
})

test('a discount that nobody here gave says since when, and who could know', () => {
  const facts = {
    stripeId: 'di_1',
    couponStripeId: 'SPRING',
    promotionCodeStripeId: null,
    on: 'subscription' as const,
    startedAt: '2026-06-01T00:00:00.000Z',
    subscriptionStripeId: 'sub_1',
    customerStripeId: 'cus_1',
    teamId: 'kestrel',
  }
  expect(foundUnexplained(facts).explanation).toBe(
    'The coupon SPRING acts on the subscription since 1 Jun 2026, and no record of ours explains it. No code was typed: somebody with Stripe’s dashboard or another key put it there. The dashboard’s log of that moment names who.',
  )
  expect(foundUnexplained({ ...facts, promotionCodeStripeId: 'promo_9' }).explanation).toContain('the code promo_9')
})

describe('a balance', () => {
  const entry = (over: Partial<EntryFacts> = {}): EntryFacts => ({
    stripeId: 'cbtxn_1',
    amount: usd(-4200),
    kind: 'adjustment',
    description: null,
    at: '2026-06-03T10:00:00.000Z',
    requestId: 'req_1',
    ...over,
  })
  const look = (
    entries: readonly EntryFacts[],
    done: readonly { stripeId: string; requestId: string; title: string }[] = [],
  ) =>
    foundOnBalance({
      customerStripeId: 'cus_1',
      teamId: null,
      entries,
      knownRequests: new Set(['req_1']),
      done,
    })

  test('whose entries were asked for here, or are Stripe’s own doing, is right', () => {
    const done = [{ stripeId: 'cbtxn_1', requestId: 'req_1', title: 'Credit' }]
    expect(look([entry(), entry({ stripeId: 'cbtxn_2', kind: 'applied_to_invoice', requestId: null })], done)).toEqual(
      [],
    )
  })

  test('with an entry by hand, or of a request that nobody knows, is named with the way to take it back', () => {
    expect(look([entry({ requestId: null })])).toMatchObject([
      { kind: 'credit.unexplained', repair: { form: 'reversal', creditStripeId: 'cbtxn_1' } },
    ])
    expect(look([entry({ requestId: 'req_other' })])[0]?.explanation).toContain('which the desk doesn’t know')
    expect(look([entry({ requestId: null, kind: 'initial', amount: usd(900) })])).toMatchObject([
      { explanation: expect.stringContaining('9.00 USD were charged to'), repair: { form: 'credit' } },
    ])
  })

  test('without what was done here is named', () => {
    const done = [{ stripeId: 'cbtxn_9', requestId: 'req_1', title: 'Credit of 42.00 USD' }]
    expect(look([entry()], done)).toMatchObject([{ kind: 'credit.missing', subjectId: 'cbtxn_9', severity: 'money' }])
  })
})

test('what stands still is counted: one and many, and nothing where there is nothing', () => {
  expect(foundInWork({ executions: 0, tasks: 0, events: 0 })).toEqual([])
  const found = foundInWork({ executions: 1, tasks: 2, events: 3 })
  expect(found.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual([
    'work.executions money',
    'work.fulfilment shut-out',
    'work.events stale',
  ])
  expect(found.map(({ explanation }) => explanation)).toEqual([
    'One approved request of more than a day ago isn’t carried out to the end.',
    '2 products of invoices could be delivered for more than a day and aren’t.',
    '3 events of Stripe could not be applied and wait for somebody to replay them.',
  ])
})
