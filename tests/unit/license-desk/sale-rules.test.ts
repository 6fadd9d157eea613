import { DEFAULT_TERMS } from '@countersign/shared/features/license-facts'
import { describe, expect, test } from 'vitest'
import { type Followed, followItem, sayMoved } from '../../../server/features/license-desk/follow-item-rules.ts'
import { seatsOf, soldOnce } from '../../../server/features/license-desk/sale-rules.ts'

const plan = {
  product: 'loomfield',
  plan: 'Business',
  instances: 2,
  developmentInstances: 1,
  updatesDays: null,
  terms: DEFAULT_TERMS,
}
const SOLD = Date.parse('2026-06-01T09:30:00.000Z')
const line = (quantity: number | null, amount: number, periodEndsAt = '2026-06-01T09:30:00.000Z') => ({
  quantity,
  amount,
  periodEndsAt,
})

describe('what an invoice sold', () => {
  test('once for ever has its updates from the day it was sold', () => {
    expect(soldOnce({ ...plan, updatesDays: 365 }, [line(2, 800), line(1, 300)], SOLD)).toEqual({
      kind: 'perpetual',
      seats: 6,
      developmentSeats: 3,
      amount: 1100,
      updatesUntil: '2027-06-01',
      endsAt: null,
    })
  })

  test('for a time ends with what its lines pay for, else after a year', () => {
    const until = '2026-12-01T00:00:00.000Z'
    expect(soldOnce(plan, [line(1, 100, until)], SOLD)).toMatchObject({
      kind: 'subscription',
      endsAt: Date.parse(until),
    })
    expect(soldOnce(plan, [line(1, 100)], SOLD).endsAt).toBe(Date.parse('2027-06-01T09:30:00.000Z'))
  })

  test('by usage has no quantity, and is one', () => {
    expect(seatsOf(plan, null)).toEqual({ seats: 2, developmentSeats: 1 })
    expect(seatsOf(plan, 0)).toEqual({ seats: 0, developmentSeats: 0 })
  })
})

describe('a license that follows its item', () => {
  const facts = {
    from: 'subscription',
    status: 'active',
    awaitsFirstPayment: false,
    unpaidSince: null,
    cancelAt: null,
    endedAt: null,
    isItemGone: false,
  } as const
  const kept: Followed = {
    teamId: 'kestrel',
    product: 'loomfield',
    plan: 'Business',
    seats: 2,
    developmentSeats: 1,
    terms: JSON.stringify(DEFAULT_TERMS),
    facts: JSON.stringify(facts),
    problem: null,
  }
  const word = { teamId: 'kestrel', quantity: 1, reading: { is: 'plan', plan } as const, facts }

  test('is the same after the same word', () => {
    expect(followItem(kept, word)).toEqual(kept)
    expect(sayMoved(kept, followItem(kept, word))).toEqual([])
  })

  test('takes over what moved, and says it', () => {
    const after = followItem(kept, {
      ...word,
      quantity: 3,
      reading: { is: 'plan', plan: { ...plan, plan: 'Enterprise' } },
    })
    expect(after).toMatchObject({ plan: 'Enterprise', seats: 6, developmentSeats: 3 })
    expect(sayMoved(kept, after)).toEqual([
      'The plan is Enterprise, it was Business.',
      '6 instances are paid, it were 2.',
      '3 development instances are paid, it were 1.',
    ])
  })

  test('keeps the last good terms where the plan can’t be read, also its seats', () => {
    const unclear = { is: 'unclear', faults: ['max-users is “many”, which is no whole number.'] } as const
    const after = followItem(kept, { ...word, quantity: 9, reading: unclear })
    expect(after).toEqual({ ...kept, problem: 'max-users is “many”, which is no whole number.' })
    expect(followItem(after, word)).toEqual(kept)
  })

  test('keeps its terms where its item is gone, and its team where nothing says another', () => {
    const gone = { ...facts, isItemGone: true }
    expect(followItem(kept, { teamId: null, quantity: null, reading: null, facts: gone })).toEqual({
      ...kept,
      facts: JSON.stringify(gone),
    })
  })
})
