import type { Health } from '@countersign/shared/features/system'
import { HOUR_MS, MINUTE_MS } from '@countersign/shared/times'
import type { HealthCheck, HealthState } from '../../components/HealthStrip.tsx'
import { clockText, spanText } from '../../lib/dates.ts'
import { health as words } from '../../messages/health.ts'

/** An answer that takes longer than this makes the desk feel slow. */
const SLOW_MS = 1000
const STALE_MS = HOUR_MS
/** What is due is taken in hand within a second; what waits this long has nobody who works on it. */
const LATE_MS = 2 * MINUTE_MS

/** The list of events is gone through every five minutes. */
const UNLISTED_MS = 30 * MINUTE_MS

export interface MeasuredHealth {
  readonly health: Health
  /** There and back, as the desk saw it. */
  readonly roundTripMs: number
}

const stripeStates: Record<Health['stripe']['state'], HealthState> = {
  reachable: 'ok',
  unreachable: 'down',
  'key-refused': 'down',
  'rate-limited': 'warn',
  unknown: 'unknown',
}

const companionCheck = (roundTripMs: number, isLost: boolean): HealthCheck =>
  isLost
    ? { id: 'companion', text: words.companionLost, state: 'down' }
    : { id: 'companion', text: words.companion(roundTripMs), state: roundTripMs > SLOW_MS ? 'warn' : 'ok' }

const databaseCheck = ({ isReady, latencyMs, kind }: Health['database']): HealthCheck => ({
  id: 'database',
  text: isReady ? words.database(latencyMs ?? 0) : words.databaseDown,
  state: isReady ? 'ok' : 'down',
  title: kind,
  isOptional: true,
})

const stripeCheck = ({ state, host, checkedAt }: Health['stripe']): HealthCheck => ({
  id: 'stripe',
  text: words.stripe[state],
  state: stripeStates[state],
  title: words.stripeTitle(host, checkedAt === null ? null : clockText(checkedAt, 'seconds')),
})

const mirrorCheck = ({ asOf, backfill }: Health['mirror'], now: string): HealthCheck => {
  const check = (text: string, state: HealthState): HealthCheck => ({ id: 'mirror', text, state })
  if (backfill === 'running') return check(words.mirrorFilling, 'warn')
  if (asOf === null) return check(words.mirrorEmpty, 'unknown')
  if (backfill === 'failed' || backfill === 'cancelled') return check(words.mirrorFailed, 'warn')
  const isStale = Date.parse(now) - Date.parse(asOf) > STALE_MS
  return check(words.mirrorAsOf(clockText(asOf, 'seconds')), isStale ? 'warn' : 'ok')
}

/** Said only when it needs care: usually nothing is paused, late or in doubt. */
const executionChecks = (executions: Health['executions']): readonly HealthCheck[] => {
  if (executions === null) return []
  const { pausedSince, needPerson, oldestDueSeconds } = executions
  const texts = [
    pausedSince === null ? null : words.moneyPaused(clockText(pausedSince, 'seconds')),
    needPerson === 0 ? null : words.moneyNeedsPerson(needPerson),
    oldestDueSeconds * 1000 < LATE_MS ? null : words.moneyLate(spanText(oldestDueSeconds * 1000)),
  ]
  const text = texts.filter((each) => each !== null).join(', ')
  return text === '' ? [] : [{ id: 'executions', text, state: 'warn' }]
}

/** Said only when it needs care: usually what Stripe tells is applied within seconds. */
const eventChecks = (events: Health['events'], now: string): readonly HealthCheck[] => {
  if (events === null) return []
  const { oldestWaitingSeconds, failed, listedAt } = events
  const unlistedMs = listedAt === null ? 0 : Date.parse(now) - Date.parse(listedAt)
  const texts = [
    oldestWaitingSeconds * 1000 < LATE_MS ? null : words.eventsLate(spanText(oldestWaitingSeconds * 1000)),
    failed === 0 ? null : words.eventsFailed(failed),
    unlistedMs < UNLISTED_MS ? null : words.eventsUnlisted(spanText(unlistedMs)),
  ]
  const text = texts.filter((each) => each !== null).join(', ')
  return text === '' ? [] : [{ id: 'events', text, state: 'warn' }]
}

/** Said only when it needs care: usually nothing dear is open. */
const driftChecks = (drift: Health['drift']): readonly HealthCheck[] =>
  drift === null || drift.severe === 0 ? [] : [{ id: 'drift', text: words.drift(drift.severe), state: 'warn' }]

/** Said only when there are any: until then they bill what was believed before. */
const countChecks = (held: Health['heldCounts']): readonly HealthCheck[] =>
  held === null || held === 0 ? [] : [{ id: 'held-counts', text: words.heldCounts(held), state: 'warn' }]

/** What the strip says. While the companion is silent, what it said last is no longer known. */
export const healthChecks = (
  { health, roundTripMs }: MeasuredHealth,
  { now, isLost }: { readonly now: string; readonly isLost: boolean },
): readonly HealthCheck[] => {
  const behind = [
    databaseCheck(health.database),
    stripeCheck(health.stripe),
    mirrorCheck(health.mirror, now),
    ...executionChecks(health.executions),
    ...eventChecks(health.events, now),
    ...driftChecks(health.drift),
    ...countChecks(health.heldCounts),
  ]
  const checks = isLost ? behind.map((check): HealthCheck => ({ ...check, state: 'unknown' })) : behind
  return [companionCheck(roundTripMs, isLost), ...checks]
}
