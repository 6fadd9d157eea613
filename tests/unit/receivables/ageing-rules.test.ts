import { AGE_BANDS, type AgeBand } from '@countersign/shared/features/receivables'
import { DAY_MS, dayOf, toIso } from '@countersign/shared/times'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ageByCurrency, bandOf, daysLateOn, dueDayOf } from '../../../server/features/receivables/ageing-rules.ts'

const BOUNDARIES: ReadonlyArray<readonly [number, AgeBand]> = [
  [-1, 'not-due'],
  [0, 'not-due'],
  [1, 'late-30'],
  [30, 'late-30'],
  [31, 'late-60'],
  [60, 'late-60'],
  [61, 'late-over'],
]

describe('how late', () => {
  test.each(BOUNDARIES)('%i days: %s', (days, band) => {
    expect(bandOf(days)).toBe(band)
  })

  test.each([
    // The day alone counts: a minute before midnight is as late as a minute after noon.
    ['2026-11-20', '2026-11-20', 0],
    ['2026-11-19', '2026-11-20', 1],
    ['2026-11-30', '2026-11-20', -10],
    ['2026-10-20', '2026-11-20', 31],
    // 2028 has a 29 February.
    ['2028-02-28', '2028-03-01', 2],
    // Over the night on which Europe puts its clocks back.
    ['2026-10-24', '2026-10-26', 2],
  ])('due %s, on %s: %i', (due, today, days) => {
    expect(daysLateOn(due, today)).toBe(days)
  })

  test('a moment belongs to its day in UTC', () => {
    const dueAt = Date.parse('2026-11-20T23:59:59.999Z')
    expect(dueDayOf({ dueAt, finalizedAt: 0, createdAt: 0 })).toBe('2026-11-20')
    expect(dueDayOf({ dueAt: dueAt + 1, finalizedAt: 0, createdAt: 0 })).toBe('2026-11-21')
  })

  test('without a due day it counts from the finalising, else from the making', () => {
    const createdAt = Date.parse('2026-11-01T10:00:00.000Z')
    const finalizedAt = createdAt + DAY_MS
    expect(dueDayOf({ dueAt: null, finalizedAt, createdAt })).toBe('2026-11-02')
    expect(dueDayOf({ dueAt: null, finalizedAt: null, createdAt })).toBe('2026-11-01')
  })
})

const rowSchema = fc.record({
  remaining: fc.record({
    amount: fc.integer({ min: 1, max: 10 ** 11 }),
    currency: fc.constantFrom('usd', 'jpy', 'kwd'),
  }),
  daysLate: fc.integer({ min: -400, max: 400 }),
})

describe('ageing', () => {
  test('each invoice stands in one band of its own currency, and bands add up to what is open', () => {
    fc.assert(
      fc.property(fc.array(rowSchema, { maxLength: 60 }), (rows) => {
        const ageing = ageByCurrency(rows)
        expect(new Set(ageing.map(({ currency }) => currency)).size).toBe(ageing.length)
        expect(ageing.reduce((sum, { invoices }) => sum + invoices, 0)).toBe(rows.length)
        for (const { currency, open, bands, late } of ageing) {
          const own = rows.filter(({ remaining }) => remaining.currency === currency)
          expect(open).toEqual({ amount: own.reduce((sum, { remaining }) => sum + remaining.amount, 0), currency })
          expect(AGE_BANDS.reduce((sum, band) => sum + bands[band].amount, 0)).toBe(open.amount)
          expect(AGE_BANDS.every((band) => bands[band].currency === currency)).toBe(true)
          expect(late).toBe(own.filter(({ daysLate }) => daysLate >= 1).length)
        }
      }),
    )
  })

  test('a day later nothing gets younger', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 40_000 }), (due, now) => {
        const day = (at: number) => dayOf(toIso(at * DAY_MS))
        const today = daysLateOn(day(due), day(now))
        const tomorrow = daysLateOn(day(due), day(now + 1))
        expect(tomorrow).toBe(today + 1)
        expect(AGE_BANDS.indexOf(bandOf(tomorrow))).toBeGreaterThanOrEqual(AGE_BANDS.indexOf(bandOf(today)))
      }),
    )
  })
})
