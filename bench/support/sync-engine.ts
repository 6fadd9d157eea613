import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type * as SyncEngine from '@supabase/stripe-sync-engine'
import Fastify from 'fastify'
import { Client, type QueryResultRow } from 'pg'
import { SECRET } from './customer-events.ts'

// Its ESM build can't find its own migrations, and says nothing of it.
const load = createRequire(import.meta.url)
const { runMigrations, StripeSync } = load('@supabase/stripe-sync-engine') as typeof SyncEngine

/** The peer: its own public function behind the same HTTP front, as its own server has it. */
export interface Peer {
  readonly url: string
  /** The names of all customers that it holds, by their ids. */
  names(): Promise<ReadonlyMap<string, string>>
  close(): Promise<void>
}

const query = async <Row extends QueryResultRow>(databaseUrl: string, text: string): Promise<Row[]> => {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

export const startPeer = async (databaseUrl: string): Promise<Peer> => {
  // Its migrations name this role, which Supabase has.
  await query(databaseUrl, 'create role postgres')
  await runMigrations({ databaseUrl, schema: 'stripe' })
  // They report no failure; this does.
  await query(databaseUrl, 'select last_synced_at from stripe.customers')
  const sync = new StripeSync({
    stripeSecretKey: 'sk_test_bench',
    stripeWebhookSecret: SECRET,
    poolConfig: { connectionString: databaseUrl, max: 10 },
  })
  const app = Fastify()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post<{ Body: Buffer }>('/webhooks', async ({ body, headers }) => {
    await sync.processWebhook(body, String(headers['stripe-signature']))
    return { received: true }
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/webhooks`,
    names: async () => {
      const rows = await query<{ id: string; name: string }>(databaseUrl, 'select id, name from stripe.customers')
      return new Map(rows.map(({ id, name }) => [id, name]))
    },
    close: async () => {
      await app.close()
      await sync.close()
    },
  }
}
