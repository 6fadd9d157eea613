import { expect, test } from 'vitest'
import { changeCard } from '../../../server/features/tenants/contract-card-rules.ts'

// Guards: an approver is told of every change of a contract that takes something away, and from when on.

const before = {
  planName: 'Enterprise',
  limits: { 'max-users': 50 },
  graceDays: 14,
  support: null,
  startsAt: '2026-07-01T00:00:00.000Z',
  endsAt: '2026-08-01T00:00:00.000Z',
}

const warned = (change: Partial<typeof before>): readonly string[] => {
  const { planName, limits, ...terms } = { ...before, ...change }
  const plan = { from: 'stated', name: planName, limits } as const
  const facts = { teamId: 'kestrel', kind: 'wire', reference: 'PO-17', revision: 1, planName, limits, before } as const
  return changeCard({ contractId: 'ctr_1', revision: 1, plan, ...terms }, facts).warnings
}

test('what takes nothing away warns of nothing', () => {
  expect(warned({})).toEqual([])
  expect(warned({ endsAt: '2026-09-01T00:00:00.000Z' })).toEqual([])
  expect(warned({ startsAt: '2026-06-01T00:00:00.000Z', graceDays: 20 })).toEqual([])
})

test('an earlier end names the moment when the tenant is suspended, after the days that it is still served', () => {
  // 20 July and 14 days are 3 August.
  expect(warned({ endsAt: '2026-07-20T00:00:00.000Z' })).toEqual([
    'The tenant is suspended from 3 Aug 2026, 00:00 UTC on, unless something else pays.',
  ])
  expect(warned({ endsAt: '2026-07-20T00:00:00.000Z', graceDays: 0 })).toEqual([
    'The tenant is suspended from 20 Jul 2026, 00:00 UTC on, unless something else pays.',
  ])
  expect(warned({ graceDays: 0 })).toEqual([
    'The tenant is suspended from 1 Aug 2026, 00:00 UTC on, unless something else pays.',
  ])
})

test('a later begin says until when it doesn’t count', () => {
  expect(warned({ startsAt: '2026-07-10T00:00:00.000Z' })).toEqual([
    'It doesn’t count before 10 Jul 2026, 00:00 UTC: until then the tenant is suspended, unless something else pays.',
  ])
})

test('one that is taken back before it began never counts', () => {
  expect(warned({ endsAt: before.startsAt })).toEqual([
    'It is taken back and never counts: the tenant is suspended, unless something else pays.',
  ])
})
