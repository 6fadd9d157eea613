import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asOfTold, type Standing, tellingEvent } from '../../../server/features/webhooks/snapshot-rules.ts'

const NOON = Date.UTC(2026, 10, 21, 12)
const SECOND = 1000
const event = (seconds: number, hasSnapshot = true) => ({ madeAt: NOON + seconds * SECOND, hasSnapshot })
const nothing = { lastMadeAt: null, standing: null }

describe('an event’s own snapshot', () => {
  test('is enough for an object that nothing is known of', () => {
    expect(tellingEvent([event(1)], nothing)).toBe(0)
  })

  test('of several that wait, the newest speaks for all', () => {
    expect(tellingEvent([event(3), event(9), event(5)], nothing)).toBe(1)
  })

  test('is not enough where two were made in one second, or the newest has none', () => {
    expect(tellingEvent([event(3), event(9), event(9)], nothing)).toBeNull()
    expect(tellingEvent([event(9, false), event(3)], nothing)).toBeNull()
    expect(tellingEvent([event(9), event(3, false)], nothing)).toBe(0)
  })

  test('is not enough where one of the same second, or a later one, has ended before', () => {
    expect(tellingEvent([event(9)], { ...nothing, lastMadeAt: NOON + 9 * SECOND })).toBeNull()
    expect(tellingEvent([event(9)], { ...nothing, lastMadeAt: NOON + 10 * SECOND })).toBeNull()
    expect(tellingEvent([event(9)], { ...nothing, lastMadeAt: NOON + 8 * SECOND })).toBe(0)
  })

  test('is not enough where Stripe was asked in its second or later, and is where that was before', () => {
    const asked = (ms: number) => ({ ...nothing, standing: { asOf: NOON + ms, toldAt: null } })
    expect(tellingEvent([event(9)], asked(9400))).toBeNull()
    expect(tellingEvent([event(9)], asked(9000))).toBeNull()
    expect(tellingEvent([event(9)], asked(8999))).toBe(0)
  })

  test('after one that was told itself, however late that was heard, the next one is enough', () => {
    const standing = { asOf: NOON + 3600 * SECOND, toldAt: NOON + 8 * SECOND }
    expect(tellingEvent([event(9)], { lastMadeAt: NOON + 8 * SECOND, standing })).toBe(0)
    expect(tellingEvent([event(8)], { lastMadeAt: null, standing })).toBeNull()
  })

  test('counts from when it was heard, and never from earlier than what stands', () => {
    expect(asOfTold(NOON, null)).toBe(NOON)
    expect(asOfTold(NOON, { asOf: NOON - 1, toldAt: null })).toBe(NOON)
    expect(asOfTold(NOON, { asOf: NOON + 1, toldAt: NOON - SECOND })).toBe(NOON + 1)
  })
})

// One object, lived through by hand: changes at Stripe, their events in any order and number, readings of Stripe by a clock that
// may be wrong, and pages of a fill that are read before something and written after it.

interface Change {
  readonly at: number
  /** How long after it each copy of its event is heard. */
  readonly delays: readonly number[]
  readonly hasSnapshot: boolean
}

interface Page {
  readonly readAt: number
  readonly writtenAfter: number
}

interface Life {
  readonly changes: readonly Change[]
  readonly pages: readonly Page[]
  /** What the companion's clock is ahead of Stripe's. */
  readonly skew: number
  /** Events that come in within so long are applied together. */
  readonly gather: number
}

const SPAN = 60 * SECOND

const lives = fc.record<Life>({
  changes: fc
    .array(
      fc.record({
        at: fc.integer({ min: 0, max: SPAN }),
        delays: fc.array(fc.integer({ min: 1, max: SPAN }), { minLength: 1, maxLength: 3 }),
        hasSnapshot: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((changes) => changes.toSorted((one, other) => one.at - other.at)),
  pages: fc.array(
    fc.record({ readAt: fc.integer({ min: 0, max: SPAN }), writtenAfter: fc.integer({ min: 0, max: SPAN }) }),
    { maxLength: 3 },
  ),
  skew: fc.integer({ min: -SPAN, max: SPAN }),
  gather: fc.integer({ min: 1, max: SPAN / 4 }),
})

interface Row extends Standing {
  readonly version: number
}

/** What stands in the mirror once everything was heard: the number of the change. */
const liveThrough = ({ changes, pages, skew, gather }: Life): number => {
  const versionAt = (at: number): number => changes.findLastIndex((change) => change.at <= at)
  const heard = changes.flatMap((change, version) =>
    // A delivery twice is kept once.
    [{ version, at: change.at + Math.min(...change.delays), hasSnapshot: change.hasSnapshot }],
  )
  let row: Row | null = null
  const write = (next: Row): void => {
    if (row === null || row.asOf <= next.asOf) row = next
  }
  const ended: number[] = []
  const madeAt = (version: number): number => Math.floor((changes[version]?.at ?? 0) / SECOND) * SECOND
  const apply = (group: typeof heard, now: number): void => {
    const events = group.map(({ version, hasSnapshot }) => ({ madeAt: madeAt(version), hasSnapshot }))
    const lastMadeAt = ended.length === 0 ? null : Math.max(...ended)
    const place = tellingEvent(events, { lastMadeAt, standing: row })
    const told = place === null ? undefined : group[place]
    if (told) write({ version: told.version, asOf: asOfTold(told.at + skew, row), toldAt: madeAt(told.version) })
    else write({ version: versionAt(now), asOf: Math.max(now + skew, row?.asOf ?? 0), toldAt: null })
    ended.push(...events.map((each) => each.madeAt))
  }
  const rounds = Map.groupBy(heard, ({ at }) => Math.floor(at / gather) + 1)
  const works = [
    ...[...rounds].map(([round, group]) => ({ at: round * gather, work: () => apply(group, round * gather) })),
    ...pages.flatMap(({ readAt, writtenAfter }) => {
      const version = versionAt(readAt)
      const page = { version, asOf: readAt + skew, toldAt: null }
      return version < 0 ? [] : [{ at: readAt + writtenAfter, work: () => write(page) }]
    }),
  ]
  for (const { work } of works.toSorted((one, other) => one.at - other.at)) work()
  return (row as Row | null)?.version ?? -1
}

test('whatever order, clock and fill: once all is heard, what stands is what Stripe has', () => {
  fc.assert(
    fc.property(lives, (life) => {
      expect(liveThrough(life)).toBe(life.changes.length - 1)
    }),
    { numRuns: 5000 },
  )
})
