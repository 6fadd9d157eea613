import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ContractFacts, contractStanding } from '../../../server/features/tenants/contract-rules.ts'
import { type Standing, subscriptionStandings } from '../../../server/features/tenants/standing-rules.ts'
import { decideWanted, type Wanted } from '../../../server/features/tenants/wanted-rules.ts'
import type { PlanSubscription } from '../../../server/ports/plan-facts.ts'
import { aPlan, aPlanItem } from '../../support/plans.ts'

const at = (day: string): number => Date.parse(`${day}T00:00:00.000Z`)

const JULY = at('2026-07-01')
const AUGUST = at('2026-08-01')
const DAY = 86_400_000

const aContract = (over: Partial<ContractFacts> = {}): ContractFacts => ({
  id: 'ctr_1',
  kind: 'wire',
  reference: 'PO-17',
  planName: 'Enterprise',
  limits: { 'max-users': 50 },
  startsAt: JULY,
  endsAt: AUGUST,
  graceDays: 0,
  tenantName: 'Kestrel',
  adminEmail: 'mara@kestrel.example',
  createdAt: JULY - 5 * DAY,
  ...over,
})

const standing = (over: Partial<ContractFacts>, now: number) => contractStanding(aContract(over), now)

describe('one contract', () => {
  test('begins and ends at the exact moment that it names', () => {
    expect(standing({}, JULY - 1)).toMatchObject({
      state: 'coming',
      reason: '“Enterprise” by wire transfer (PO-17) begins on 1 Jul 2026.',
      changesAt: JULY,
    })
    expect(standing({}, JULY)).toMatchObject({
      state: 'active',
      reason: '“Enterprise” by wire transfer (PO-17) runs until 1 Aug 2026.',
      changesAt: AUGUST,
    })
    expect(standing({}, AUGUST - 1)).toMatchObject({ state: 'active' })
    expect(standing({}, AUGUST)).toMatchObject({
      state: 'ended',
      reason: '“Enterprise” by wire transfer (PO-17) ended on 1 Aug 2026.',
      changesAt: null,
    })
  })

  test('is flagged for the days that it is still served', () => {
    const over = { graceDays: 14, kind: 'marketplace' as const }
    const until = AUGUST + 14 * DAY
    expect(standing(over, AUGUST)).toMatchObject({
      state: 'flagged',
      reason:
        '“Enterprise” through a marketplace (PO-17) ended on 1 Aug 2026; suspended on 15 Aug 2026 unless it goes on.',
      changesAt: until,
    })
    expect(standing(over, until - 1)).toMatchObject({ state: 'flagged' })
    expect(standing(over, until)).toMatchObject({ state: 'ended' })
  })

  test('taken back before it began never counted', () => {
    expect(standing({ endsAt: JULY }, JULY)).toBeNull()
  })
})

const both = (subscriptions: readonly PlanSubscription[], contracts: readonly ContractFacts[], now: number): Wanted => {
  const team = { teamId: 'kestrel', teamKeys: ['team'], terms: { plans: [], pastDueDays: 14 } }
  const standings: Standing[] = [
    ...subscriptionStandings(subscriptions, team, now),
    ...contracts.map((contract) => contractStanding(contract, now)).filter((one) => one !== null),
  ]
  return decideWanted({ standings, isHandedOver: true, lastLimits: {}, stoppedAt: null, archiveDays: null, now })
}

const paid = aPlan({ items: [aPlanItem({ priceMetadata: { 'tenant-plan': 'yes', 'max-users': '5' } })] })
const over = aPlan({ status: 'canceled', endedAt: '2026-07-10T00:00:00.000Z' })

describe('a team that moves between the two', () => {
  test('is active throughout while they overlap, with the higher limits, in either direction', () => {
    const contract = aContract({ startsAt: at('2026-07-05') })
    // From Stripe to the contract: the subscription ends on 10 July.
    expect(both([paid], [contract], at('2026-07-04'))).toMatchObject({ state: 'active', paidBy: { backend: 'stripe' } })
    expect(both([paid], [contract], at('2026-07-06'))).toMatchObject({ state: 'active', limits: { 'max-users': 50 } })
    expect(both([over], [contract], at('2026-07-10'))).toMatchObject({
      state: 'active',
      reason: '“Enterprise” by wire transfer (PO-17) runs until 1 Aug 2026.',
      paidBy: { backend: 'contract', agreementId: 'ctr_1' },
    })
    // And back, before the contract ends.
    const again = { ...paid, stripeId: 'sub_2' }
    expect(both([over, again], [contract], AUGUST - 1)).toMatchObject({ state: 'active' })
    expect(both([over, again], [contract], AUGUST)).toMatchObject({
      state: 'active',
      limits: { 'max-users': 5 },
      paidBy: { backend: 'stripe', agreementId: 'sub_2' },
    })
  })

  test('is suspended in a gap, told when it goes on', () => {
    const later = aContract({ startsAt: at('2026-07-20') })
    expect(both([over], [later], at('2026-07-12'))).toMatchObject({
      state: 'suspended',
      reason: '“Business” ended on 10 Jul 2026. “Enterprise” by wire transfer (PO-17) begins on 20 Jul 2026.',
      changesAt: at('2026-07-20'),
    })
    expect(both([over], [later], at('2026-07-20'))).toMatchObject({ state: 'active' })
    expect(both([], [aContract()], AUGUST)).toMatchObject({ state: 'suspended', paidBy: null })
  })

  test('is looked at again at the first moment at which time changes anything', () => {
    const second = aContract({ id: 'ctr_2', startsAt: at('2026-07-15'), endsAt: at('2026-09-01') })
    expect(both([], [aContract(), second], at('2026-07-02'))).toHaveProperty('changesAt', at('2026-07-15'))
    expect(both([], [aContract(), second], at('2026-07-16'))).toHaveProperty('changesAt', AUGUST)
    expect(both([paid], [], JULY)).toHaveProperty('changesAt', null)
    const late = aPlan({ status: 'past_due', unpaidSince: '2026-07-01T00:00:00.000Z' })
    expect(both([late], [], at('2026-07-02'))).toHaveProperty('changesAt', at('2026-07-15'))
  })

  test('is never suspended while either pays', () => {
    const moments = fc.integer({ min: 0, max: 100 }).map((days) => JULY + days * DAY)
    fc.assert(
      fc.property(moments, moments, moments, fc.boolean(), (one, other, now, isPaid) => {
        const [startsAt, endsAt] = [Math.min(one, other), Math.max(one, other)]
        const wanted = both([isPaid ? paid : over], [aContract({ startsAt, endsAt })], now)
        const pays = isPaid || (now >= startsAt && now < endsAt)
        expect(wanted).toMatchObject({ kind: 'wanted', state: pays ? 'active' : 'suspended' })
      }),
    )
  })
})
