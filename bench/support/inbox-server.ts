import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import Fastify from 'fastify'
import { migrateToLatest } from '../../server/adapters/database/migrate.ts'
import { openDatabase } from '../../server/adapters/database/open-database.ts'
import type { SqliteDriverName } from '../../server/adapters/database/open-sqlite.ts'
import { snapshotOf } from '../../server/adapters/stripe/event-snapshot.ts'
import { EVENTS } from '../../server/app/events.ts'
import { startEventJobs } from '../../server/features/webhooks/index.ts'
import { registerWebhookRoutes } from '../../server/features/webhooks/routes.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import { companionKernel } from '../../tests/prove/companion-kernel.ts'
import { aMirrorRow } from '../../tests/support/mirror-fixtures.ts'
import { lastName, SECRET } from './customer-events.ts'

/** Our inbox behind its own route, with the worker that applies; Stripe answers at once and says what is at the end. */
export interface InboxServer {
  readonly url: string
  /** How often Stripe was asked so far. */
  reads(): number
  untilApplied(): Promise<void>
  names(): Promise<ReadonlyMap<string, string>>
  /** The least that a durable event costs here: bare rows, so many to a commit. Per second. */
  bareCommits(rows: number, group: number): Promise<number>
  close(): Promise<void>
}

let bare = 0

export const startInboxServer = async (url: string, driver: SqliteDriverName): Promise<InboxServer> => {
  const { db, close } = await openDatabase(url, { driver })
  await migrateToLatest(db)
  let reads = 0
  const stripe = {
    readForMirror: async (_resource, stripeId) => {
      reads += 1
      return aMirrorRow({ stripeId, name: lastName })
    },
    listEvents: async () => ({ rows: [], hasMore: false }),
    readSnapshot: snapshotOf,
  } as Partial<PaymentGateway> as PaymentGateway
  const kernel = companionKernel({ db, stripe, clock: { now: () => Date.now() }, replica: 'bench' })
  const app = Fastify()
  registerWebhookRoutes(app, kernel, {
    secrets: new Map([['main', [SECRET]]]),
    isWanted: (type) => EVENTS.has(type),
    count: () => undefined,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const jobs = startEventJobs(kernel, { table: EVENTS, readsPerSecond: 1_000_000, onGap: () => Promise.resolve(true) })
  const isWaiting = async () => {
    const waiting = db.selectFrom('stripeEvent').select('stripeId').where('state', '=', 'waiting').limit(1)
    return (await waiting.execute()).length > 0
  }
  const commit = (group: number) =>
    inTransaction(db, async (tx) => {
      bare += 1
      const row = { part: 'bench', value: '{}', asOf: bare }
      const rows = Array.from({ length: group }, (_nothing, n) => ({ ...row, customerStripeId: `bare_${bare}_${n}` }))
      await tx.insertInto('keptPage').values(rows).execute()
    })
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/webhooks/stripe/main`,
    reads: () => reads,
    untilApplied: async () => {
      while (await isWaiting()) await pause(2)
    },
    names: async () => {
      const rows = await db.selectFrom('mirrorCustomer').select(['stripeId', 'name']).execute()
      return new Map(rows.map(({ stripeId, name }) => [stripeId, name ?? '']))
    },
    bareCommits: async (rows, group) => {
      const from = performance.now()
      const commits = Math.ceil(rows / group)
      for (let n = 0; n < commits; n++) await commit(group)
      return (commits * group * 1000) / (performance.now() - from)
    },
    close: async () => {
      await jobs.stop()
      await app.close()
      await close()
    },
  }
}
