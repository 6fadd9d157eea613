import type { Health } from '@countersign/shared/features/system'
import { toIso } from '@countersign/shared/times'
import { readDriftStatus } from '../features/drift/index.ts'
import { readExecutionHealth } from '../features/executions/index.ts'
import { countHeld } from '../features/metering/index.ts'
import { readMirrorStatus } from '../features/mirror/index.ts'
import { readInboxStatus } from '../features/webhooks/index.ts'
import type { Kernel } from '../kernel/context.ts'
import { errorCodeOf, GatewayError } from '../kernel/errors.ts'
import { isDatabaseReady } from '../adapters/database/is-database-ready.ts'

/** Every desk asks every few seconds; Stripe is asked for all of them once in this time. */
const STRIPE_CHECK_MS = 15_000

const STATES = {
  STRIPE_KEY_REFUSED: 'key-refused',
  STRIPE_RATE_LIMITED: 'rate-limited',
} as const satisfies Record<string, Health['stripe']['state']>

const stateOf = (error: unknown): Health['stripe']['state'] => {
  const code = error instanceof GatewayError ? errorCodeOf(error) : ''
  return Object.hasOwn(STATES, code) ? STATES[code as keyof typeof STATES] : 'unreachable'
}

interface StripeCheck {
  at: number
  state: Promise<Health['stripe']['state']>
}

const checks = new WeakMap<object, StripeCheck>()
const startedAt = Date.now()

const checkStripe = (kernel: Kernel): StripeCheck => {
  const known = checks.get(kernel)
  const now = kernel.clock.now()
  if (known && now - known.at < STRIPE_CHECK_MS) return known
  const state = kernel.stripe.ping().then(() => 'reachable' as const, stateOf)
  const check = { at: now, state }
  checks.set(kernel, check)
  return check
}

const timedDatabase = async (kernel: Kernel): Promise<Health['database']> => {
  const from = performance.now()
  const isReady = await isDatabaseReady(kernel.db)
  const latencyMs = isReady ? Math.round((performance.now() - from) * 10) / 10 : null
  return { kind: kernel.db.kind, isReady, latencyMs }
}

type MirrorHealth = Health['mirror']

const lastMirrors = new WeakMap<object, MirrorHealth>()

/** With the database down the rest still has to be told: what was read last stands in, and `database` says why. */
const readMirror = async (kernel: Kernel): Promise<MirrorHealth> => {
  try {
    const { asOf, backfill } = await readMirrorStatus(kernel)
    const mirror = { asOf, backfill: backfill.state }
    lastMirrors.set(kernel, mirror)
    return mirror
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return lastMirrors.get(kernel) ?? { asOf: null, backfill: 'never' }
  }
}

const readExecutions = async (kernel: Kernel): Promise<Health['executions']> => {
  const { pausedSince, needPerson, oldestDueMs } = await readExecutionHealth(kernel)
  return {
    pausedSince: pausedSince === null ? null : toIso(pausedSince),
    needPerson,
    oldestDueSeconds: Math.floor(oldestDueMs / 1000),
  }
}

const readDrift = async (kernel: Kernel): Promise<Health['drift']> => {
  const { open, last } = await readDriftStatus(kernel)
  const severe = open['shut-out'] + open.money
  return { severe, open: severe + open.stale, comparedAt: last?.at ?? null }
}

/** What waits changes by the second: with the database down nothing that was read before stands in for it. */
const orNull = async <T>(reading: Promise<T>): Promise<T | null> => {
  try {
    return await reading
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return null
  }
}

export const readHealth = async (kernel: Kernel): Promise<Health> => {
  const check = checkStripe(kernel)
  const [database, state, mirror, executions, events, drift, heldCounts] = await Promise.all([
    timedDatabase(kernel),
    check.state,
    readMirror(kernel),
    orNull(readExecutions(kernel)),
    orNull(readInboxStatus(kernel)),
    orNull(readDrift(kernel)),
    orNull(countHeld(kernel.db)),
  ])
  const { settings } = kernel
  return {
    mode: settings.mode,
    companion: {
      version: settings.version,
      replica: settings.replica,
      startedAt: toIso(startedAt),
      isEmbedded: settings.isEmbedded,
    },
    database,
    stripe: { state, checkedAt: toIso(check.at), host: settings.stripeHost },
    mirror,
    executions,
    events,
    drift,
    heldCounts,
    at: toIso(kernel.clock.now()),
  }
}
