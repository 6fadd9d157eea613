import type { Logger } from 'pino'
import { type OpenedDatabase, openDatabase } from '../adapters/database/open-database.ts'
import { createStripeGateway } from '../adapters/stripe/gateway.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import type { Kernel } from '../kernel/context.ts'
import { createKeyRing } from '../kernel/key-ring.ts'
import type { Config, Secrets } from './config.ts'
import { createProvisioner } from './create-provisioner.ts'

export interface OpenedKernel {
  readonly kernel: Kernel
  close(): Promise<void>
}

/** Opens what the companion works with. The database isn't migrated here: `serve` and `migrate` do that. */
export const createKernel = async (
  config: Config,
  secrets: Secrets,
  options: { log: Logger; clock?: Clock },
): Promise<OpenedKernel> => {
  const { log } = options
  const database: OpenedDatabase = await openDatabase(secrets.databaseUrl, { driver: config.sqliteDriver, log })
  const clock = options.clock ?? systemClock
  const provisioner = createProvisioner(clock, { config, secrets })
  const kernel: Kernel = {
    db: database.db,
    stripe: createStripeGateway({
      key: secrets.stripeKey,
      apiBase: config.stripeApiBase,
      timeoutMs: config.stripeTimeoutMs,
    }),
    clock,
    log,
    keys: createKeyRing(Buffer.from(secrets.secret, 'utf8')),
    settings: config.settings,
    ...(provisioner && { provisioner }),
  }
  return { kernel, close: () => database.close() }
}
