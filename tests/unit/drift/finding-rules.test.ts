import { DRIFT_KINDS, DRIFT_SOURCES } from '@countersign/shared/features/drift'
import { describe, expect, test } from 'vitest'
import { endOf, keyOf, rankOf, seenAgain, sourceOf } from '../../../server/features/drift/finding-rules.ts'
import { isRunDue, waitAfter } from '../../../server/features/drift/run-rules.ts'

// Guards: what a finding becomes when it is seen again or no more, and when the account is compared by itself.

describe('a finding', () => {
  test('of every kind belongs to a comparison that can see its end', () => {
    const sources = new Set(DRIFT_KINDS.map(sourceOf))
    expect([...sources].toSorted()).toEqual([...DRIFT_SOURCES].toSorted())
    expect(sourceOf('discount.unexplained')).toBe('discounts')
    expect(sourceOf('work.events')).toBe('work')
  })

  test('has one key for one difference; who is shut out comes first', () => {
    expect(keyOf({ kind: 'team.shared', subjectId: 'kestrel' })).toBe('team.shared kestrel')
    expect([rankOf('shut-out'), rankOf('money'), rankOf('stale')]).toEqual([0, 1, 2])
  })

  test('that is suspected counts once it was looked at again; an accepted one until its day', () => {
    const seen = { rank: rankOf('money'), isSuspected: false }
    const suspected = { ...seen, isSuspected: true }
    const was = { acceptedUntil: null, rank: rankOf('money') }
    expect(seenAgain({ ...was, state: 'suspected' }, suspected, 5)).toBe('suspected')
    expect(seenAgain({ ...was, state: 'suspected' }, seen, 5)).toBe('open')
    expect(seenAgain({ ...was, state: 'open' }, suspected, 5)).toBe('open')
    expect(seenAgain({ ...was, state: 'accepted', acceptedUntil: 6 }, seen, 5)).toBe('accepted')
    expect(seenAgain({ ...was, state: 'accepted', acceptedUntil: 5 }, seen, 5)).toBe('open')
  })

  test('that was accepted is open again as soon as it costs more than what was accepted', () => {
    const accepted = { state: 'accepted', acceptedUntil: 6, rank: rankOf('money') } as const
    expect(seenAgain(accepted, { rank: rankOf('shut-out'), isSuspected: false }, 5)).toBe('open')
    expect(seenAgain(accepted, { rank: rankOf('stale'), isSuspected: false }, 5)).toBe('accepted')
  })

  test('that is no longer seen was repaired only if somebody had it repaired', () => {
    expect(endOf({ repairAskedAt: 3 })).toBe('repaired')
    expect(endOf({ repairAskedAt: null })).toBe('gone')
  })
})

describe('the schedule', () => {
  const at = (time: string) => Date.parse(`2026-11-20T${time}:00.000Z`)
  const due = (lastStartedAt: number | null, now: number, dailyAt: string | null = '02:00') =>
    isRunDue({ dailyAt, lastStartedAt, upSince: at('01:00') }, now)

  test('is due once a day, at its minute or as soon as somebody is up again', () => {
    expect(due(null, at('01:59'))).toBe(false)
    expect(due(null, at('02:00'))).toBe(true)
    expect(due(at('02:00'), at('02:00'))).toBe(false)
    expect(due(at('02:00'), at('23:59'))).toBe(false)
    expect(due(at('02:00') - 86_400_000, at('09:30'))).toBe(true)
    expect(due(null, at('09:00'), null)).toBe(false)
  })

  test('a new companion waits for its first time rather than comparing at once', () => {
    expect(isRunDue({ dailyAt: '02:00', lastStartedAt: null, upSince: at('09:00') }, at('09:01'))).toBe(false)
  })

  test('waits ever longer, half an hour at most', () => {
    expect([1, 2, 3, 7, 20].map(waitAfter)).toEqual([30_000, 60_000, 120_000, 1_800_000, 1_800_000])
  })
})
