import { DAY_MS, HOUR_MS } from '@countersign/shared/times'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { beginEpoch } from '../../../server/features/instances/epoch-rules.ts'
import {
  freeSeats,
  isSafelyHeld,
  isWorthMoving,
  type SeatHolder,
  seatFor,
} from '../../../server/features/instances/seat-rules.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')

const aHolder = (id: string, left: number, since = NOW - DAY_MS): SeatHolder => ({
  id,
  seatSince: since,
  seatUntil: NOW + left,
})

const someHolders = fc
  .uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      left: fc.integer({ min: -5, max: 5 }),
      since: fc.nat(5),
    }),
    {
      selector: ({ id }) => id,
    },
  )
  .map((all) => all.map(({ id, left, since }) => aHolder(id, left * HOUR_MS, NOW - since)))

describe('a seat', () => {
  test('is had while one is free, and by whom it is held already', () => {
    const holders = [aHolder('a', HOUR_MS), aHolder('b', HOUR_MS)]
    expect(seatFor(null, { holders, seats: 3, now: NOW })).toEqual({ isGranted: true })
    expect(seatFor(null, { holders, seats: 2, now: NOW })).toEqual({ isGranted: false, returnsAt: NOW + HOUR_MS })
    expect(seatFor('b', { holders, seats: 2, now: NOW })).toEqual({ isGranted: true })
  })

  test('of an idle instance is free from the very moment it was kept until', () => {
    expect(seatFor(null, { holders: [aHolder('a', 1)], seats: 1, now: NOW }).isGranted).toBe(false)
    expect(seatFor(null, { holders: [aHolder('a', 0)], seats: 1, now: NOW }).isGranted).toBe(true)
  })

  test('stays with who came first when fewer are paid, and the refusal says when one returns', () => {
    const holders = [
      aHolder('old', 3 * HOUR_MS, NOW - 9),
      aHolder('new', 2 * HOUR_MS, NOW - 1),
      aHolder('mid', HOUR_MS, NOW - 5),
    ]
    expect(seatFor('old', { holders, seats: 1, now: NOW }).isGranted).toBe(true)
    expect(seatFor('new', { holders, seats: 1, now: NOW })).toEqual({ isGranted: false, returnsAt: NOW + 3 * HOUR_MS })
    expect(seatFor('new', { holders, seats: 2, now: NOW })).toEqual({ isGranted: false, returnsAt: NOW + HOUR_MS })
    expect(seatFor(null, { holders, seats: 0, now: NOW })).toEqual({ isGranted: false, returnsAt: null })
  })

  test('a newcomer gets one exactly while one is free', () => {
    fc.assert(
      fc.property(someHolders, fc.nat(6), (holders, seats) => {
        const { isGranted } = seatFor('a newcomer', { holders, seats, now: NOW })
        expect(isGranted).toBe(freeSeats(holders, seats, NOW) > 0)
      }),
    )
  })

  test('as many as are paid are granted among those who hold one, never more', () => {
    fc.assert(
      fc.property(someHolders, fc.nat(6), (holders, seats) => {
        const holding = holders.filter(({ seatUntil }) => seatUntil > NOW)
        const granted = holding.filter(({ id }) => seatFor(id, { holders, seats, now: NOW }).isGranted)
        expect(granted.length).toBe(Math.min(seats, holding.length))
      }),
    )
  })

  test('a refused newcomer who comes back when told finds one, if nobody moved on meanwhile', () => {
    fc.assert(
      fc.property(someHolders, fc.integer({ min: 1, max: 6 }), (holders, seats) => {
        const verdict = seatFor('a newcomer', { holders, seats, now: NOW })
        if (verdict.isGranted) return
        expect(verdict.returnsAt).not.toBeNull()
        expect(seatFor('a newcomer', { holders, seats, now: verdict.returnsAt ?? 0 }).isGranted).toBe(true)
        expect(seatFor('a newcomer', { holders, seats, now: (verdict.returnsAt ?? 0) - 1 }).isGranted).toBe(false)
      }),
    )
  })

  test('is moved on after the reply only while a third of it is left, and only when that moves something', () => {
    expect(isSafelyHeld(NOW + 8 * HOUR_MS, DAY_MS, NOW)).toBe(false)
    expect(isSafelyHeld(NOW + 8 * HOUR_MS + 1, DAY_MS, NOW)).toBe(true)
    expect(isWorthMoving(NOW + DAY_MS, DAY_MS, NOW)).toBe(false)
    expect(isWorthMoving(NOW + 23 * HOUR_MS, DAY_MS, NOW)).toBe(true)
  })
})

describe('epochs', () => {
  test('the third within 24 hours is suspicious; the day counts from each', () => {
    const first = beginEpoch([], NOW)
    const second = beginEpoch(first.starts, NOW + HOUR_MS)
    expect([first.isSuspicious, second.isSuspicious]).toEqual([false, false])
    expect(beginEpoch(second.starts, NOW + DAY_MS - 1).isSuspicious).toBe(true)
    expect(beginEpoch(second.starts, NOW + DAY_MS).isSuspicious).toBe(false)
  })

  test('one restart a day and a retry never are', () => {
    let starts: readonly number[] = []
    for (let day = 0; day < 50; day++) {
      const epoch = beginEpoch(starts, NOW + day * DAY_MS)
      expect(epoch.isSuspicious).toBe(false)
      starts = epoch.starts
    }
  })
})
