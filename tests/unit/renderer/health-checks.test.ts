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
})
