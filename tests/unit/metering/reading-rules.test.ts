import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isJump, judgeReading, type ReadingFacts, USUAL_BAND } from '../../../server/features/metering/reading-rules.ts'

const NOW = Date.parse('2026-06-10T12:00:00.000Z')

const facts = (over: Partial<ReadingFacts> = {}): ReadingFacts => ({
  isTeamKnown: true,
  value: 120,
  measuredAt: NOW,
  countedAt: NOW,
  now: NOW,
  window: 'open',
  same: null,
  newestAt: null,
  last: 110,
  band: USUAL_BAND,
  ...over,
})

const said = (over: Partial<ReadingFacts>): string => {
  const { verdict, code, isNew } = judgeReading(facts(over))
  return [verdict, code, isNew ? 'new' : null].filter(Boolean).join(' ')
}

describe('the band', () => {
  test.each([
    // More than three times as many, and more than a hundred more.
    [90, 9000, true],
    [90, 270, false],
    [90, 271, true],
    [20, 119, false],
    [0, 100, false],
    [0, 101, true],
    // Down as well.
    [9000, 90, true],
    [150, 0, true],
    [100, 0, false],
    [1000, 334, false],
    [1000, 333, true],
  ])('from %d to %d: %s', (last, value, expected) => {
    expect(isJump(value, last, USUAL_BAND)).toBe(expected)
  })

  const count = fc.nat(1_000_000)
  const band = fc.record({ factor: fc.double({ min: 1, max: 100, noNaN: true }), floor: fc.nat(10_000) })

  test('is the same up and down, holds nothing that stays, and widens with its factor and floor', () => {
    fc.assert(
      fc.property(count, count, band, (one, other, within) => {
        expect(isJump(one, other, within)).toBe(isJump(other, one, within))
        expect(isJump(one, one, within)).toBe(false)
        const wider = { factor: within.factor * 2, floor: within.floor + 1 }
        expect(isJump(one, other, wider) && !isJump(one, other, within)).toBe(false)
        if (Math.abs(one - other) <= within.floor) expect(isJump(one, other, within)).toBe(false)
      }),
    )
  })

  test('what is accepted for a bill is never outside it', () => {
    fc.assert(
      fc.property(count, fc.option(count), band, (value, last, within) => {
        const { verdict } = judgeReading(facts({ value, last, band: within }))
        expect(verdict === 'accepted').toBe(!isJump(value, last ?? 0, within))
      }),
    )
  })
})

describe('what is said of a count', () => {
  test.each([
    ['as usual', {}, 'accepted new'],
    ['a jump', { value: 12_000 }, 'held JUMP new'],
    ['a jump of what no plan bills', { value: 12_000, window: 'unbilled' }, 'accepted new'],
    ['a first one of many', { value: 12_000, last: null }, 'held JUMP new'],
    ['a period that is yet to come', { window: 'coming' }, 'accepted new'],
    ['a moment of a period that is known', { countedAt: NOW + 24 * 3_600_000 }, 'accepted new'],
    [
      'a period that begins only then',
      { window: 'coming', countedAt: NOW + 24 * 3_600_000 },
      'refused FROM_THE_FUTURE',
    ],
    ['a period that was invoiced', { window: 'closed' }, 'refused PERIOD_CLOSED'],
    ['a team that nobody knows', { isTeamKnown: false }, 'refused UNKNOWN_TENANT'],
    ['a clock that is five minutes ahead', { measuredAt: NOW + 300_000 }, 'accepted new'],
    ['a clock that is further ahead', { measuredAt: NOW + 300_001 }, 'refused FROM_THE_FUTURE'],
    ['an older one', { newestAt: NOW + 1 }, 'refused NEWER_KNOWN'],
    ['the same again', { same: { value: 120, state: 'accepted' } }, 'accepted'],
    ['the same again, held', { same: { value: 120, state: 'held' } }, 'held JUMP'],
    ['the same again, refused by finance', { same: { value: 120, state: 'refused' } }, 'refused REFUSED_BEFORE'],
    ['the same again, passed over', { same: { value: 120, state: 'passed' } }, 'refused NEWER_KNOWN'],
    ['another value of the same moment', { same: { value: 119, state: 'accepted' } }, 'refused OTHER_VALUE_KNOWN'],
    ['the same again after its invoice', { same: { value: 120, state: 'accepted' }, window: 'closed' }, 'accepted'],
  ] as ReadonlyArray<[string, Partial<ReadingFacts>, string]>)('%s', (_name, over, expected) => {
    expect(said(over)).toBe(expected)
  })
})
