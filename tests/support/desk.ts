import { Stripe } from 'stripe'
import { type RunningSandbox, startSandbox } from 'stripe-sandbox'
import { migrateToLatest } from '../../server/adapters/database/migrate.ts'
import { openDatabase } from '../../server/adapters/database/open-database.ts'
import { createStripeGateway } from '../../server/adapters/stripe/gateway.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { fixedClock } from '../../server/kernel/clock.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { createKeyRing } from '../../server/kernel/key-ring.ts'
import { silentLog } from '../../server/kernel/log.ts'

export const NOW = Date.parse('2026-11-20T12:40:00.000Z')

export const ines: StaffActor = {
  kind: 'staff',
  id: 'stf_ines',
  name: 'Ines Albrecht',
  email: 'ines@loomfield.example',
  roles: ['support'],
  sessionId: 'ses_1',
  sessionExpiresAt: NOW + 3_600_000,
  confirmedAt: null,
  device: 'desktop Linux',
}

export interface Desk {
  readonly kernel: Kernel & { clock: ReturnType<typeof fixedClock> }
  readonly sandbox: RunningSandbox
  /** The official client on the same account: what a test prepares and compares with. */
  readonly stripe: Stripe
  readonly close: () => Promise<void>
}

export interface DeskOptions {
  readonly key?: string
  readonly sandbox?: RunningSandbox
  readonly timeoutMs?: number
}

/** The companion's inside over a real sandbox Stripe and a database in memory, with a clock that stands. */
export const openDesk = async (options: DeskOptions = {}): Promise<Desk> => {
  const sandbox = options.sandbox ?? (await startSandbox({ now: () => NOW }))
  const key = options.key ?? 'sk_test_flow'
  const database = await openDatabase('sqlite::memory:', { driver: 'node:sqlite' })
  await migrateToLatest(database.db)
  const base = new URL(sandbox.url)
  const stripe = new Stripe(key, { host: base.hostname, port: base.port, protocol: 'http', maxNetworkRetries: 0 })
  const kernel = {
    db: database.db,
    stripe: createStripeGateway({ key, apiBase: sandbox.url, timeoutMs: options.timeoutMs ?? 2000 }),
    clock: fixedClock(NOW),
    log: silentLog,
    keys: createKeyRing(Buffer.alloc(32, 7)),
    settings: {
      teamKeys: ['team', 'tenant-id'],
      ticketUrlTemplate: 'https://desk.example/tickets/{ticket}',
      sessionMs: 12 * 3_600_000,
      mode: 'TEST' as const,
      isEmbedded: false,
      mailFrom: null,
      linkReturnUrl: 'https://loomfield.example/billing',
      stripeHost: base.host,
      replica: 'test',
      version: '0.0.0',
    },
  }
  const close = async () => {
    await database.close()
    if (!options.sandbox) await sandbox.close()
  }
  return { kernel, sandbox, stripe, close }
}
