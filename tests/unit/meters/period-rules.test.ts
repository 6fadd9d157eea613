import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { counterOf, meterProblem } from '../../../server/features/meters/counter-rules.ts'
import { nameEvent } from '../../../server/features/meters/name-event.ts'
import { nextStep, type PeriodFacts, stampOf, summarySpan } from '../../../server/features/meters/period-rules.ts'

const HOUR = 3_600_000
const START = Date.parse('2026-06-01T00:00:00.000Z')
const END = Date.parse('2026-07-01T00:00:00.000Z')
const NOW = START + 10 * 24 * HOUR

const facts = (over: Partial<PeriodFacts> = {}): PeriodFacts => ({
  startsAt: START,
  endsAt: END,
  now: NOW,
  isClosed: false,
  isItemEnded: false,
  isUnmetered: false,
  itemProblem: null,
  pending: null,
  sent: null,
  lastStamp: null,
  counted: null,
  summaryAt: null,
  ...over,
})

const SENT = { value: 90, at: NOW - 2 * HOUR }
const told = { sent: SENT, lastStamp: SENT.at, counted: { value: 90, countedAt: SENT.at }, summaryAt: NOW - HOUR }

describe('what is done next', () => {
  test.each([
    ['nothing counted', {}, 'rest'],
    ['a count', { counted: { value: 0, countedAt: NOW - HOUR } }, 'make'],
    ['told, and added up', told, 'rest'],
    ['another count', { ...told, counted: { value: 91, countedAt: NOW } }, 'make'],
    ['the same count, later', { ...told, counted: { value: 90, countedAt: NOW } }, 'rest'],
    ['written down', { pending: { madeAt: NOW - 23 * HOUR } }, 'send'],
    ['written down a day ago', { pending: { madeAt: NOW - 23 * HOUR - 1 } }, 'look-up'],
    ['a plan that can’t be billed', { counted: told.counted, itemProblem: 'sum' }, 'stop'],
    ['no longer billed by use', { ...told, isUnmetered: true, counted: { value: 91, countedAt: NOW } }, 'rest'],
    ['another count within a second', { ...told, lastStamp: NOW, counted: { value: 91, countedAt: NOW } }, 'rest'],
    ['told a minute ago', { ...told, sent: { ...SENT, at: NOW - 60_000 }, summaryAt: null }, 'sum'],
    ['told just now', { ...told, sent: { ...SENT, at: NOW - 59_999 }, summaryAt: null }, 'rest'],
    ['told anew', { ...told, sent: { ...SENT, at: NOW - HOUR }, summaryAt: NOW - HOUR - 1 }, 'sum'],
    ['over', { ...told, now: END }, 'find-line'],
    ['cut short', { ...told, isItemEnded: true }, 'find-line'],
    ['over, with a count that was not told', { ...told, now: END, counted: { value: 91, countedAt: NOW } }, 'make'],
    ['closed', { isClosed: true, counted: told.counted }, 'rest'],
  ] as ReadonlyArray<[string, Partial<PeriodFacts>, string]>)('%s: %s', (_name, over, expected) => {
    expect(nextStep(facts(over)).do).toBe(expected)
  })

  test('a second after the one before is soon, not at the period’s end', () => {
    const step = nextStep(facts({ ...told, lastStamp: NOW, counted: { value: 91, countedAt: NOW } }))
    expect(step).toEqual({ do: 'rest', until: NOW + 1000 })
  })

  test('a count of a long period bears a time that Stripe still takes', () => {
    const late = { startsAt: START, endsAt: START + 365 * 24 * HOUR, now: START + 90 * 24 * HOUR, lastStamp: null }
    const stamp = stampOf({ ...late, countedAt: START }) ?? 0
    expect(late.now - stamp).toBeLessThan(35 * 24 * HOUR)
    expect(late.now - stamp).toBeGreaterThan(34 * 24 * HOUR)
  })

  test('a count for which the period has no later second is said to be too late', () => {
    const stamp = END - 1000
    const late = { ...told, now: END, lastStamp: stamp, counted: { value: 91, countedAt: END - 1 } }
    expect(nextStep(facts(late))).toMatchObject({ do: 'stop', why: expect.stringContaining('too late') })
  })
})

test('a stamp lies in its period, not ahead, after the one before, and in the sum of its own period only', () => {
  const at = fc.integer({ min: 0, max: 90 * 24 * HOUR }).map((ms) => START + ms)
  const drawn = fc.record({
    startsAt: at,
    length: fc.integer({ min: 120_000, max: 40 * 24 * HOUR }),
    countedAt: at,
    now: at,
    before: fc.option(at),
  })
  fc.assert(
    fc.property(drawn, ({ startsAt, length, countedAt, now, before }) => {
      const endsAt = startsAt + length
      const lastStamp = before === null ? null : Math.floor(before / 1000) * 1000
      const stamp = stampOf({ startsAt, endsAt, countedAt, lastStamp, now })
      if (stamp === null) return
      const { from, to } = summarySpan(startsAt, endsAt)
      expect([stamp % 1000, from % 60_000, to % 60_000]).toEqual([0, 0, 0])
      expect(stamp >= startsAt && stamp < endsAt && stamp <= now).toBe(true)
      expect(stamp >= from && stamp < to).toBe(true)
      if (lastStamp !== null) expect(stamp).toBeGreaterThan(lastStamp)
    }),
  )
})

describe('identifiers', () => {
  const event = { teamId: 'kestrel', itemStripeId: 'si_1', startsAt: START, revision: 3 }

  test('say tenant, item, period and revision', () => {
    expect(nameEvent(event)).toBe('kestrel/si_1/2026-06-01T00:00/3')
  })

  test('fit into Stripe’s hundred characters for any team, and tell teams apart', () => {
    const itemStripeId = `si_${'x'.repeat(24)}`
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 500 }),
        fc.string({ minLength: 1, maxLength: 500 }),
        (one, other) => {
          const [left, right] = [one, other].map((teamId) =>
            nameEvent({ ...event, itemStripeId, teamId, revision: 99_999 }),
          )
          expect(left?.length).toBeLessThanOrEqual(100)
          expect(left === right).toBe(one === other)
        },
      ),
    )
  })
})

describe('which count a plan bills', () => {
  const plan = (price: Record<string, string>, product: Record<string, string> = {}) =>
    counterOf({ priceMetadata: price, productMetadata: product })

  test('stands in its metadata, the price’s first; end devices otherwise', () => {
    expect(plan({})).toBe('end-devices')
    expect(plan({}, { 'meter-count': 'gateways' })).toBe('gateways')
    expect(plan({ 'meter-count': ' activated-end-devices ' }, { 'meter-count': 'gateways' })).toBe(
      'activated-end-devices',
    )
    expect(plan({ 'meter-count': 'End Devices' })).toBeNull()
  })

  test.each([
    ['end-devices', { formula: 'last', isActive: true }, null],
    ['end-devices', { formula: 'sum', isActive: true }, '“sum”'],
    ['end-devices', { formula: 'last', isActive: false }, 'deactivated'],
    ['end-devices', null, 'no meter'],
    [null, { formula: 'last', isActive: true }, 'no name'],
  ])('%s of %j: %s', (counter, meter, expected) => {
    const problem = meterProblem(counter, meter)
    if (expected === null) expect(problem).toBeNull()
    else expect(problem).toContain(expected)
  })
})
