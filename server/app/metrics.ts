import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Health } from '@countersign/shared/features/system'
import type { Kernel } from '../kernel/context.ts'
import { readHealth } from './read-health.ts'

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A proxy on this machine makes every stranger look local. */
const isForwarded = ({ headers }: FastifyRequest): boolean =>
  Object.keys(headers).some((name) => name === 'forwarded' || name.startsWith('x-forwarded-'))

/** With a token, whoever holds it; without one, this machine only, and nobody through a proxy. */
const mayRead = (request: FastifyRequest, token: string | null): boolean => {
  if (token === null) return LOOPBACK.has(request.ip) && !isForwarded(request)
  return timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))
}

const EXECUTIONS = {
  paused_timestamp_seconds: 'Since when nothing is sent, after a restore; 0 while nothing is paused.',
  needing_person: 'Requests that stop at a step that nobody can prove.',
  oldest_due_seconds: 'For how long the oldest execution that is due has been due.',
} as const

/** NaN where the database can't tell: neither a queue nor the lack of one. */
const registerExecutions = (registry: Registry): ((executions: Health['executions']) => void) => {
  const gauge = (name: keyof typeof EXECUTIONS) =>
    new Gauge({ name: `countersign_executions_${name}`, help: EXECUTIONS[name], registers: [registry] })
  const paused = gauge('paused_timestamp_seconds')
  const needingPerson = gauge('needing_person')
  const oldestDue = gauge('oldest_due_seconds')
  return (executions) => {
    const { pausedSince = null, needPerson = Number.NaN, oldestDueSeconds = Number.NaN } = executions ?? {}
    const pausedAt = pausedSince === null ? 0 : Date.parse(pausedSince) / 1000
    paused.set(executions === null ? Number.NaN : pausedAt)
    needingPerson.set(needPerson)
    oldestDue.set(oldestDueSeconds)
  }
}

const EVENTS = {
  heard_timestamp_seconds: 'When the last event of Stripe came in; 0 before the first.',
  waiting: 'Events that wait to be applied.',
  oldest_waiting_seconds: 'For how long the oldest event that waits has waited.',
  failed: 'Events that were given up until somebody replays them.',
  listed_timestamp_seconds: 'When Stripe’s own list of events was last gone through; 0 before the first time.',
  missed: 'Events that the last listing found and no delivery had brought.',
} as const

const secondsOf = (iso: string | null): number => (iso === null ? 0 : Date.parse(iso) / 1000)

/** NaN where the database can't tell. */
const registerEvents = (registry: Registry): ((events: Health['events']) => void) => {
  const gauge = (name: keyof typeof EVENTS) =>
    new Gauge({ name: `countersign_events_${name}`, help: EVENTS[name], registers: [registry] })
  const gauges = [
    [gauge('heard_timestamp_seconds'), (events) => secondsOf(events.heardAt)],
    [gauge('waiting'), (events) => events.waiting],
    [gauge('oldest_waiting_seconds'), (events) => events.oldestWaitingSeconds],
    [gauge('failed'), (events) => events.failed],
    [gauge('listed_timestamp_seconds'), (events) => secondsOf(events.listedAt)],
    [gauge('missed'), (events) => events.missed],
  ] satisfies ReadonlyArray<[Gauge, (events: NonNullable<Health['events']>) => number]>
  return (events) => {
    for (const [each, valueOf] of gauges) each.set(events === null ? Number.NaN : valueOf(events))
  }
}

const DRIFT = {
  severe: 'Open differences by which somebody who pays is shut out, or money is given or lost unexplained.',
  open: 'Open differences between Stripe and what is believed here.',
  compared_timestamp_seconds: 'When a comparison last came to its end; 0 before the first.',
} as const

/** NaN where the database can't tell. */
const registerDrift = (registry: Registry): ((drift: Health['drift']) => void) => {
  const gauge = (name: keyof typeof DRIFT) =>
    new Gauge({ name: `countersign_drift_${name}`, help: DRIFT[name], registers: [registry] })
  const severe = gauge('severe')
  const open = gauge('open')
  const compared = gauge('compared_timestamp_seconds')
  return (drift) => {
    severe.set(drift?.severe ?? Number.NaN)
    open.set(drift?.open ?? Number.NaN)
    compared.set(drift ? secondsOf(drift.comparedAt) : Number.NaN)
  }
}

export interface Metrics {
  /** How a delivery of Stripe was answered: `new`, `known`, or the code of its refusal. */
  countWebhook(outcome: string): void
  /** How a call of a product was answered: `ok`, the code of the rules' no, or of its failure. */
  countLicense(call: string, outcome: string): void
}

/** Prometheus metrics at /metrics: the process, every route's durations, and what the health strip shows. */
export const registerMetrics = (app: FastifyInstance, kernel: Kernel, token: string | null): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'countersign_http_request_duration_seconds',
    help: 'Time to answer, by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  const up = new Gauge({
    name: 'countersign_up',
    help: 'Whether a part answers.',
    labelNames: ['part'],
    registers: [registry],
  })
  const tellExecutions = registerExecutions(registry)
  const tellEvents = registerEvents(registry)
  const tellDrift = registerDrift(registry)
  const webhooks = new Counter({
    name: 'countersign_webhooks_total',
    help: 'Deliveries of Stripe, by how they were answered.',
    labelNames: ['outcome'],
    registers: [registry],
  })
  const licenses = new Counter({
    name: 'countersign_license_calls_total',
    help: 'Calls of products, by how they were answered; UNKNOWN_KEY and TOO_MANY_ATTEMPTS tell of guesses.',
    labelNames: ['call', 'outcome'],
    registers: [registry],
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none'
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    done()
  })
  app.get('/metrics', async (request, reply) => {
    if (!mayRead(request, token)) return reply.code(403).send()
    const health = await readHealth(kernel)
    up.set({ part: 'database' }, health.database.isReady ? 1 : 0)
    up.set({ part: 'stripe' }, health.stripe.state === 'reachable' ? 1 : 0)
    tellExecutions(health.executions)
    tellEvents(health.events)
    tellDrift(health.drift)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
  return {
    countWebhook: (outcome) => webhooks.inc({ outcome }),
    countLicense: (call, outcome) => licenses.inc({ call, outcome }),
  }
}
