import { describe, expect, test } from 'vitest'
import { healthChecks } from '../../../src-renderer/features/system/health-checks.ts'
import type { Health } from '../../../src-shared/features/system.ts'

// Guards: the strip never shows green for what nobody has heard of lately.

const NOW = '2026-11-20T12:40:00.000Z'

const health = (over: Partial<Health> = {}): Health => ({
  mode: 'TEST',
  companion: { version: '1', replica: 'a', startedAt: NOW, isEmbedded: true },
  database: { kind: 'sqlite3', isReady: true, latencyMs: 0.4 },
  stripe: { state: 'reachable', checkedAt: NOW, host: 'api.stripe.com' },
  mirror: { asOf: NOW, backfill: 'done' },
  executions: { pausedSince: null, needPerson: 0, oldestDueSeconds: 3 },
  events: { heardAt: NOW, waiting: 2, oldestWaitingSeconds: 3, failed: 0, listedAt: NOW, missed: 1 },
  drift: { severe: 0, open: 4, comparedAt: NOW },
  heldCounts: 0,
  at: NOW,
  ...over,
})

const statesOf = (over: Partial<Health> = {}, isLost = false, roundTripMs = 38) =>
  Object.fromEntries(
    healthChecks({ health: health(over), roundTripMs }, { now: NOW, isLost }).map(({ id, state }) => [id, state]),
  )

describe('the strip', () => {
  test('all in order', () => {
    expect(statesOf()).toEqual({ companion: 'ok', database: 'ok', stripe: 'ok', mirror: 'ok' })
  })

  test('while the companion is silent, what stands behind it is not known', () => {
    expect(statesOf({}, true)).toEqual({ companion: 'down', database: 'unknown', stripe: 'unknown', mirror: 'unknown' })
  })

  test('a slow companion needs care', () => {
    expect(statesOf({}, false, 1500)).toMatchObject({ companion: 'warn' })
  })

  test('a refused key is down, a limit is care, never asked is not known', () => {
    const stripe = { checkedAt: null, host: 'h' }
    expect(statesOf({ stripe: { ...stripe, state: 'key-refused' } })).toMatchObject({ stripe: 'down' })
    expect(statesOf({ stripe: { ...stripe, state: 'rate-limited' } })).toMatchObject({ stripe: 'warn' })
    expect(statesOf({ stripe: { ...stripe, state: 'unknown' } })).toMatchObject({ stripe: 'unknown' })
  })

  test('events that are late or failed are named; otherwise nothing is said of them', () => {
    const quiet = { heardAt: null, waiting: 0, oldestWaitingSeconds: 0, failed: 0, listedAt: null, missed: 0 }
    const textOf = (over: Partial<NonNullable<Health['events']>>) =>
      healthChecks({ health: health({ events: { ...quiet, ...over } }), roundTripMs: 1 }, { now: NOW, isLost: false })
        .filter(({ id }) => id === 'events')
        .map(({ text, state }) => [text, state])
    expect(textOf({})).toEqual([])
    expect(textOf({ waiting: 5, oldestWaitingSeconds: 119 })).toEqual([])
    expect(textOf({ waiting: 5, oldestWaitingSeconds: 120 })).toEqual([['Webhooks 2 min behind', 'warn']])
    expect(textOf({ failed: 1 })).toEqual([['1 webhook failed', 'warn']])
    expect(textOf({ failed: 3, waiting: 1, oldestWaitingSeconds: 7200 })).toEqual([
      ['Webhooks 2 h behind, 3 webhooks failed', 'warn'],
    ])
    // 12:00 is forty minutes before now, and the list is gone through every five.
    expect(textOf({ listedAt: '2026-11-20T12:00:00.000Z' })).toEqual([['Webhooks not checked for 40 min', 'warn']])
  })

  test('money that is paused, in doubt or late is named; otherwise nothing is said of it', () => {
    const quiet = { pausedSince: null, needPerson: 0, oldestDueSeconds: 0 }
    const textOf = (over: Partial<NonNullable<Health['executions']>>) =>
      healthChecks(
        { health: health({ executions: { ...quiet, ...over } }), roundTripMs: 1 },
        { now: NOW, isLost: false },
      )
        .filter(({ id }) => id === 'executions')
        .map(({ text, state }) => [text, state])
    expect(textOf({})).toEqual([])
    expect(textOf({ oldestDueSeconds: 119 })).toEqual([])
    expect(textOf({ oldestDueSeconds: 120 })).toEqual([['Money due for 2 min', 'warn']])
    expect(textOf({ needPerson: 1 })).toEqual([['1 request needs a person', 'warn']])
    expect(textOf({ pausedSince: '2026-11-20T12:30:05.000Z', needPerson: 2, oldestDueSeconds: 600 })).toEqual([
      ['Money paused since 12:30:05 UTC, 2 requests need a person, Money due for 10 min', 'warn'],
    ])
    expect(statesOf({ executions: null })).not.toHaveProperty('executions')
    expect(statesOf({ executions: { ...quiet, needPerson: 1 } }, true)).toMatchObject({ executions: 'unknown' })
  })

  test('a mirror that was never filled, is being filled, stopped half-way or is old', () => {
    expect(statesOf({ mirror: { asOf: null, backfill: 'never' } })).toMatchObject({ mirror: 'unknown' })
    expect(statesOf({ mirror: { asOf: NOW, backfill: 'running' } })).toMatchObject({ mirror: 'warn' })
    expect(statesOf({ mirror: { asOf: NOW, backfill: 'failed' } })).toMatchObject({ mirror: 'warn' })
    expect(statesOf({ mirror: { asOf: '2026-11-20T11:00:00.000Z', backfill: 'done' } })).toMatchObject({
      mirror: 'warn',
    })
  })

  test('a difference that shuts a payer out or costs money needs care; one that is only out of date doesn’t', () => {
    expect(statesOf({ drift: { severe: 1, open: 1, comparedAt: NOW } })).toMatchObject({ drift: 'warn' })
    expect(statesOf({ drift: { severe: 0, open: 9, comparedAt: NOW } })).not.toHaveProperty('drift')
    expect(statesOf({ drift: null })).not.toHaveProperty('drift')
  })

  test('counts that wait for finance are said while there are any', () => {
    expect(statesOf({ heldCounts: 2 })).toMatchObject({ 'held-counts': 'warn' })
    for (const heldCounts of [0, null]) expect(statesOf({ heldCounts })).not.toHaveProperty('held-counts')
  })
})
