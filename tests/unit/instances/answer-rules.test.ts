import { LICENSE_CODES } from '@countersign/shared/license-codes'
import { refusedSchema } from '@countersign/shared/licenses-api'
import { describe, expect, test } from 'vitest'
import {
  noticesOf,
  overLimits,
  refusalOfState,
  refusalOfVersion,
  refused,
} from '../../../server/features/instances/answer-rules.ts'
import { intervalsOf } from '../../../server/features/instances/interval-rules.ts'
import { limitCalls } from '../../../server/features/instances/limit-calls.ts'
import { fixedClock } from '../../../server/kernel/clock.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const state = (
  name: 'active' | 'past-due' | 'suspended' | 'ended' | 'revoked' | 'pending-payment',
  until: number | null = null,
) => ({
  state: name,
  reason: 'Because.',
  until,
})

describe('a refusal', () => {
  test.each(Object.keys(LICENSE_CODES) as Array<keyof typeof LICENSE_CODES>)('%s is what the wire promises', (code) => {
    expect(refusedSchema.parse(refused(code))).toEqual(refused(code))
    for (const text of Object.values(LICENSE_CODES[code])) expect(text).toMatch(/^\p{Lu}.*[.]$/u)
  })

  test('by state says why; served states are none', () => {
    expect(refusalOfState(state('active'))).toBeNull()
    expect(refusalOfState(state('past-due'))).toBeNull()
    expect(refusalOfState(state('suspended'))).toMatchObject({ code: 'NOT_ACTIVE', details: { reason: 'Because.' } })
    expect(refusalOfState(state('ended'))?.code).toBe('NOT_ACTIVE')
    expect(refusalOfState(state('revoked'))).toMatchObject({ code: 'REVOKED', retryAfterSeconds: null })
    expect(refusalOfState(state('pending-payment'))?.code).toBe('PENDING_PAYMENT')
  })

  test('by version names the newest covered', () => {
    expect(refusalOfVersion({ isCovered: true, newestCovered: null }, '2026-01-01')).toBeNull()
    const newestCovered = { version: '4.1.0', releasedOn: '2025-12-24' }
    expect(refusalOfVersion({ isCovered: false, newestCovered }, '2026-01-01')?.details).toEqual({
      newestCovered,
      updatesUntil: '2026-01-01',
    })
  })
})

test('a limit bounds the count of its name: equal is within, absent is unlimited, 0 is none', () => {
  const limits = { 'max-devices': 10, 'max-gateways': 0 }
  expect(overLimits(limits, { devices: 10, users: 1_000_000 })).toEqual([])
  expect(overLimits(limits, { devices: 11, gateways: 1 })).toEqual([
    { name: 'max-devices', limit: 10, count: 11 },
    { name: 'max-gateways', limit: 0, count: 1 },
  ])
  expect(overLimits({}, { constructor: 1, toString: 2 })).toEqual([])
})

describe('notices', () => {
  const codes = (seen: Parameters<typeof noticesOf>[0]) => noticesOf(seen, NOW).map(({ code, at }) => [code, at])

  test('are none for a license in order', () =>
    expect(codes({ state: state('active'), updatesUntil: null })).toEqual([]))

  test('name the end of updates a month before, on the last day still as coming, and then as past', () => {
    const of = (updatesUntil: string) => codes({ state: state('active'), updatesUntil })
    expect(of('2026-12-22')).toEqual([])
    expect(of('2026-12-21')).toEqual([['UPDATES_END_SOON', '2026-12-21']])
    expect(of('2026-11-21')).toEqual([['UPDATES_END_SOON', '2026-11-21']])
    expect(of('2026-11-20')).toEqual([['UPDATES_ENDED', '2026-11-20']])
  })

  test('name what is late and what ends', () => {
    expect(codes({ state: state('past-due', NOW), updatesUntil: null })).toEqual([
      ['PAST_DUE', '2026-11-21T12:00:00.000Z'],
    ])
    expect(codes({ state: state('active', NOW), updatesUntil: null })).toEqual([['ENDS', '2026-11-21T12:00:00.000Z']])
    const all = { state: state('active'), updatesUntil: null, isSuspect: true, isOver: true, isOverrun: true }
    expect(codes(all).map(([code]) => code)).toEqual(['CLONE_SUSPECTED', 'OVER_LIMIT', 'SEAT_OVERRUN'])
  })
})

test('at least four checks fit into a seat and into the grace', () => {
  const terms = { checkEverySeconds: 3600, graceSeconds: 86_400, seatSeconds: 86_400, ephemeralSeatSeconds: 600 }
  expect(intervalsOf(terms, false)).toEqual({ seatMs: 86_400_000, graceMs: 86_400_000, checkEverySeconds: 3600 })
  expect(intervalsOf(terms, true)).toEqual({ seatMs: 600_000, graceMs: 86_400_000, checkEverySeconds: 150 })
  expect(intervalsOf({ ...terms, graceSeconds: 3600 }, false).checkEverySeconds).toBe(900)
  expect(intervalsOf({ ...terms, seatSeconds: 1 }, false).checkEverySeconds).toBe(1)
})

describe('a limit of calls', () => {
  test('counts each apart, says how long to wait, and forgets with its window', () => {
    const clock = fixedClock(NOW)
    const limiter = limitCalls(clock, { most: 2, windowMs: 60_000 })
    expect([limiter.count('a'), limiter.count('a'), limiter.count('b')]).toEqual([0, 0, 0])
    clock.advance(15_000)
    expect([limiter.count('a'), limiter.wait('a'), limiter.wait('b')]).toEqual([45, 45, 0])
    clock.advance(45_000)
    expect([limiter.wait('a'), limiter.count('a')]).toEqual([0, 0])
  })

  test('survives a clock that is set back', () => {
    const clock = fixedClock(NOW)
    const limiter = limitCalls(clock, { most: 1, windowMs: 60_000 })
    limiter.count('a')
    expect(limiter.count('a')).toBeGreaterThan(0)
    clock.advance(-3_600_000)
    expect(limiter.count('a')).toBe(0)
  })
})
