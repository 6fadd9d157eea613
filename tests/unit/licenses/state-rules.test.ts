import type { BillingFacts } from '@countersign/shared/features/license-facts'
import { DAY_MS } from '@countersign/shared/times'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LicenseStanding, stateOf } from '../../../server/features/licenses/state-rules.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const iso = (at: number): string => new Date(at).toISOString()

type SubscriptionFacts = Extract<BillingFacts, { from: 'subscription' }>

const paid: SubscriptionFacts = {
  from: 'subscription',
  status: 'active',
  awaitsFirstPayment: false,
  unpaidSince: null,
  cancelAt: null,
  endedAt: null,
  isItemGone: false,
}

const aStanding = (over: Partial<LicenseStanding> = {}): LicenseStanding => ({
  source: 'item',
  deliverOn: 'paid',
  facts: paid,
  pastDueDays: 14,
  endsAt: null,
  extendedUntil: null,
  suspendedAt: null,
  suspendedFor: null,
  revokedAt: null,
  revokedFor: null,
  ...over,
})

const ofSubscription = (over: Partial<SubscriptionFacts>, rest: Partial<LicenseStanding> = {}) =>
  stateOf(aStanding({ ...rest, facts: { ...paid, ...over } }), NOW).state

const ofInvoice = (status: Extract<BillingFacts, { from: 'invoice' }>['status'], deliverOn: 'sent' | 'paid') =>
  stateOf(aStanding({ source: 'invoice', deliverOn, facts: { from: 'invoice', status, paidAt: null } }), NOW).state

describe('a licence that follows a subscription', () => {
  test.each([
    ['active', 'active'],
    ['trialing', 'active'],
    ['incomplete', 'pending-payment'],
    ['paused', 'suspended'],
    ['canceled', 'ended'],
    ['incomplete_expired', 'ended'],
    ['something_new', 'suspended'],
  ])('is, while that is %s, %s', (status, state) => expect(ofSubscription({ status })).toBe(state))

  test('by wire: nothing until the first invoice is paid, late or not, then active', () => {
    expect(ofSubscription({ awaitsFirstPayment: true })).toBe('pending-payment')
    const late = { awaitsFirstPayment: true, status: 'past_due', unpaidSince: iso(NOW - DAY_MS) }
    expect(ofSubscription(late)).toBe('pending-payment')
    expect(ofSubscription({ ...late, awaitsFirstPayment: false, status: 'active' })).toBe('active')
    expect(ofSubscription({ awaitsFirstPayment: true }, { deliverOn: 'sent' })).toBe('active')
  })

  test('past due is served for the plan’s days to the second, then suspended', () => {
    const since = (ms: number) => ({ status: 'past_due', unpaidSince: iso(NOW - ms) })
    expect(ofSubscription(since(0))).toBe('past-due')
    expect(ofSubscription(since(14 * DAY_MS - 1))).toBe('past-due')
    expect(ofSubscription(since(14 * DAY_MS))).toBe('suspended')
    expect(ofSubscription(since(0), { pastDueDays: 0 })).toBe('suspended')
    expect(ofSubscription({ status: 'unpaid', unpaidSince: null })).toBe('past-due')
  })

  test('ends with its item, and says when the subscription will end', () => {
    expect(ofSubscription({ isItemGone: true })).toBe('ended')
    const cancelAt = iso(NOW + DAY_MS)
    expect(stateOf(aStanding({ facts: { ...paid, cancelAt } }), NOW)).toEqual({
      state: 'active',
      reason: 'Its subscription ends on 22 Nov 2026.',
      until: NOW + DAY_MS,
    })
  })

  test('is pending before Stripe was asked', () =>
    expect(stateOf(aStanding({ facts: null }), NOW).state).toBe('pending-payment'))
})

describe('a licence that stands on an invoice', () => {
  test.each([
    ['draft', 'pending-payment', 'pending-payment'],
    ['open', 'active', 'pending-payment'],
    ['paid', 'active', 'active'],
    ['void', 'suspended', 'suspended'],
    ['uncollectible', 'suspended', 'suspended'],
    ['gone', 'suspended', 'suspended'],
  ] as const)('%s: %s if delivered when sent, %s if when paid', (status, whenSent, whenPaid) => {
    expect(ofInvoice(status, 'sent')).toBe(whenSent)
    expect(ofInvoice(status, 'paid')).toBe(whenPaid)
  })
})

const aFact: fc.Arbitrary<BillingFacts | null> = fc.option(
  fc.oneof(
    fc.record({
      from: fc.constant('subscription' as const),
      status: fc.constantFrom('active', 'past_due', 'unpaid', 'paused', 'canceled', 'incomplete', 'trialing'),
      awaitsFirstPayment: fc.boolean(),
      unpaidSince: fc.option(fc.integer({ min: -40, max: 0 }).map((days) => iso(NOW + days * DAY_MS))),
      cancelAt: fc.option(fc.constant(iso(NOW + DAY_MS))),
      endedAt: fc.option(fc.constant(iso(NOW - DAY_MS))),
      isItemGone: fc.boolean(),
    }),
    fc.record({
      from: fc.constant('invoice' as const),
      status: fc.constantFrom('draft', 'open', 'paid', 'void', 'uncollectible', 'gone'),
      paidAt: fc.constant(null),
    }),
  ),
)

const anyStanding = fc.record({
  source: fc.constantFrom('item', 'invoice', 'word'),
  deliverOn: fc.constantFrom('sent', 'paid'),
  facts: aFact,
  pastDueDays: fc.nat(30),
  endsAt: fc.option(fc.integer({ min: -5, max: 5 }).map((days) => NOW + days * DAY_MS)),
  extendedUntil: fc.option(fc.integer({ min: -5, max: 5 }).map((days) => NOW + days * DAY_MS)),
  suspendedAt: fc.constant(null),
  suspendedFor: fc.constant(null),
  revokedAt: fc.constant(null),
  revokedFor: fc.constant(null),
}) as fc.Arbitrary<LicenseStanding>

describe('whatever billing says', () => {
  test('people’s decisions go before it', () => {
    fc.assert(
      fc.property(anyStanding, (standing) => {
        const suspended = { ...standing, suspendedAt: NOW, suspendedFor: 'Asked for.' }
        expect(stateOf(suspended, NOW)).toEqual({ state: 'suspended', reason: 'Asked for.', until: null })
        expect(stateOf({ ...suspended, revokedAt: NOW }, NOW).state).toBe('revoked')
      }),
    )
  })

  test('an extension serves until its end and not a moment longer, and takes nothing from who is served anyway', () => {
    fc.assert(
      fc.property(anyStanding, (standing) => {
        const without = stateOf({ ...standing, extendedUntil: null }, NOW)
        const during = stateOf({ ...standing, extendedUntil: NOW + 1 }, NOW)
        expect(stateOf({ ...standing, extendedUntil: NOW }, NOW)).toEqual(without)
        expect(['active', 'past-due']).toContain(during.state)
        if (['active', 'past-due'].includes(without.state)) expect(during).toEqual(without)
      }),
    )
  })

  test('a term ends it, and no state is served beyond the end that it names', () => {
    fc.assert(
      fc.property(anyStanding, (standing) => {
        const { state, until } = stateOf({ ...standing, extendedUntil: null }, NOW)
        if (standing.endsAt !== null && standing.endsAt <= NOW) expect(state).toBe('ended')
        if (until === null || until <= NOW || state === 'ended') return
        const after = stateOf({ ...standing, extendedUntil: null }, until)
        if (state === 'past-due' || until === standing.endsAt) expect(['suspended', 'ended']).toContain(after.state)
      }),
    )
  })
})
