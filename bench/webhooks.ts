import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Fastify from 'fastify'
import { migrateToLatest } from '../server/adapters/database/migrate.ts'
import { openDatabase } from '../server/adapters/database/open-database.ts'
import { EVENTS } from '../server/app/events.ts'
import { startEventJobs } from '../server/features/webhooks/index.ts'
import { registerWebhookRoutes } from '../server/features/webhooks/routes.ts'
import type { Kernel } from '../server/kernel/context.ts'
import { inTransaction } from '../server/kernel/transaction.ts'
import type { PaymentGateway } from '../server/ports/payment-gateway.ts'
import { companionKernel } from '../tests/prove/companion-kernel.ts'
import { signatureOf } from '../tests/support/event-fixtures.ts'
import { aMirrorRow } from '../tests/support/mirror-fixtures.ts'
import { startPostgres } from '../tests/support/postgres.ts'
import { percentile } from './support/latency.ts'
import { type Bench, type ResultRow, type Say, toRow } from './support/results.ts'

const SECRET = 'whsec_bench'
const IN_FLIGHT = [1, 8, 64] as const
const EVENTS_EACH = { 1: 600, 8: 2000, 64: 4000 } as const
const CUSTOMERS = 400

/** Stripe answers at once: what is measured is what the companion itself costs. */
const stripe = {
  readForMirror: async (_resource, stripeId) => aMirrorRow({ stripeId, name: `Customer ${stripeId}` }),
  listEvents: async () => ({ rows: [], hasMore: false }),
} as Partial<PaymentGateway> as PaymentGateway

let made = 0

/** An update of one of so many customers; a fifth of them in the same second as another of theirs, as it falls. */
const nextBody = (): string => {
  made += 1
  const id = `cus_bench${made % CUSTOMERS}`
  return JSON.stringify({
    object: 'event',
    id: `evt_bench${made}`,
    type: 'customer.updated',
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    data: { object: { id, object: 'customer', name: 'Loomfield', email: 'billing@loomfield.example', metadata: {} } },
  })
}

const post = (url: string, agent: Agent, body: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'stripe-signature': signatureOf(body, SECRET, Date.now()) }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`answered ${response.statusCode}`)),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })

const waitingNow = async ({ db }: Kernel): Promise<boolean> =>
  (await db.selectFrom('stripeEvent').select('stripeId').where('state', '=', 'waiting').limit(1).execute()).length > 0

interface Figures {
  readonly accepted: number
  readonly applied: number
  readonly p99Ms: number
}

/** From the first request to the last 2xx, and on to when nothing waits any more. */
const deliver = async (kernel: Kernel, url: string, inFlight: keyof typeof EVENTS_EACH): Promise<Figures> => {
  const count = EVENTS_EACH[inFlight]
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight })
  const bodies = Array.from({ length: count }, nextBody)
  const times: number[] = []
  const from = performance.now()
  const work = async (): Promise<void> => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) {
      const sentAt = performance.now()
      await post(url, agent, body)
      times.push(performance.now() - sentAt)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, work))
  const acceptedMs = performance.now() - from
  while (await waitingNow(kernel)) await pause(5)
  const appliedMs = performance.now() - from
  agent.destroy()
  const perSecond = (ms: number) => (count * 1000) / ms
  return { accepted: perSecond(acceptedMs), applied: perSecond(appliedMs), p99Ms: percentile(times, 0.99) }
}

/** The least that a durable event costs here: bare rows, so many to a commit. */
const bareCommits = async ({ db }: Kernel, group: keyof typeof EVENTS_EACH): Promise<number> => {
  const commits = Math.ceil(EVENTS_EACH[group] / group)
  const from = performance.now()
  for (let n = 0; n < commits; n++) {
    const rows = Array.from({ length: group }, (_nothing, i) => ({
      customerStripeId: `bare_${made}_${n}_${i}`,
      part: 'bench',
      value: '{}',
      asOf: n,
    }))
    await inTransaction(db, async (tx) => {
      await tx.insertInto('keptPage').values(rows).execute()
    })
  }
  made += 1
  return (commits * group * 1000) / (performance.now() - from)
}

const rowsOf = async (what: string, url: string, say: Say): Promise<ResultRow[]> => {
  const { db, close } = await openDatabase(url, { driver: 'node:sqlite' })
  await migrateToLatest(db)
  const kernel = companionKernel({ db, stripe, clock: { now: () => Date.now() }, replica: 'bench' })
  const app = Fastify()
  const isWanted = (type: string) => EVENTS.has(type)
  registerWebhookRoutes(app, kernel, {
    secrets: new Map([['main', [SECRET]]]),
    isWanted,
    count: () => undefined,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/webhooks/stripe/main`
  const jobs = startEventJobs(kernel, { table: EVENTS, readsPerSecond: 1_000_000, onGap: () => Promise.resolve(true) })
  const rows: ResultRow[] = []
  for (const inFlight of IN_FLIGHT) {
    await deliver(kernel, address, inFlight)
    const { accepted, applied, p99Ms } = await deliver(kernel, address, inFlight)
    const bare = await bareCommits(kernel, inFlight)
    const beside = `bare rows, ${inFlight} to a commit`
    const facts = { unit: 'events/s', beside, besideValue: bare }
    rows.push(
      toRow({ ...facts, what: `${what}: accepted, ${inFlight} in flight`, value: accepted, goal: 'ratio >= 0.2' }),
      toRow({ ...facts, what: `${what}: and applied, ${inFlight} in flight`, value: applied, goal: 'ratio >= 0.1' }),
    )
    say(`${what}, ${inFlight} in flight: answered within ${p99Ms.toFixed(1)} ms (p99)`)
  }
  await jobs.stop()
  await app.close()
  await close()
  return rows
}

export const bench: Bench = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  const server = await startPostgres({ flushing: 'durable' })
  try {
    const sqlite = await rowsOf('SQLite', `sqlite:${join(folder, 'bench.db')}`, say)
    await server.createDatabase('bench')
    return [...sqlite, ...(await rowsOf('PostgreSQL', server.urlOf('bench'), say))]
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
