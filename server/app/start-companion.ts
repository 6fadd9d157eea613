import type { AddressInfo } from 'node:net'
import { createCheckpointFile } from '../adapters/checkpoint-file/checkpoint-file.ts'
import { migrateToLatest } from '../adapters/database/migrate.ts'
import { createSmtpMailer } from '../adapters/mail/smtp-mailer.ts'
import { startSealer } from '../features/audit-log/index.ts'
import { startInstanceJobs } from '../features/instances/index.ts'
import { startLicenseJobs } from '../features/license-desk/index.ts'
import { startDriftJobs } from '../features/drift/index.ts'
import { composePortalMail, PORTAL_MAIL } from '../features/links/index.ts'
import { type MailSender, startMailSender } from '../features/mail/index.ts'
import { startMirrorJobs } from '../features/mirror/index.ts'
import { composeReminder, REMINDER_MAIL, startReceivableJobs } from '../features/receivables/index.ts'
import { seedSampleStaff } from '../features/staff/index.ts'
import { composeInvitation, INVITATION_MAIL } from '../features/tenants/index.ts'
import type { Kernel } from '../kernel/context.ts'
import { type Config, ConfigError, type Secrets } from './config.ts'
import { createKernel } from './create-kernel.ts'
import { createServer, type ServerOptions } from './create-server.ts'
import { createLogger } from './logger.ts'
import { pauseAfterRestore } from './pause-after-restore.ts'
import { startEvents } from './start-events.ts'
import { startMetering } from './start-metering.ts'
import { startTenants } from './start-tenants.ts'
import { startMoneyJobs } from './start-money-jobs.ts'
import { stopInOrder } from './stop-in-order.ts'

export interface StartOptions {
  readonly deskFolder: string | null
  readonly embedded: ServerOptions['embedded']
  /** Creates one account per role; the embedded sample only. */
  readonly hasSampleStaff: boolean
}

export interface Companion {
  /** Where it listens, without a slash at the end. */
  readonly url: string
  /** Finishes what runs, seals the log, closes the database. */
  stop(): Promise<void>
}

const SEAL_INTERVAL_MS = 1000
const SMTP_TIMEOUT_MS = 30_000

const addressOf = ({ address, port, family }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`

const serverOptionsOf = (
  config: Config,
  secrets: Secrets,
  { options, publicUrl }: { options: StartOptions; publicUrl: () => string },
): ServerOptions => ({
  signIn: {
    publicUrl,
    hasLocal: config.hasLocalSignIn,
    oidc: config.oidc && { ...config.oidc, clientSecret: secrets.oidcClientSecret },
    hasSampleAccounts: options.hasSampleStaff,
  },
  trustedProxies: config.trustedProxies,
  metricsToken: secrets.metricsToken,
  releaseToken: secrets.releaseToken,
  webhookSecrets: secrets.webhookSecrets,
  deskFolder: options.deskFolder,
  embedded: options.embedded,
})

/** Without a mail server nothing is started: mails stay in the outbox and say why. */
const startMail = (kernel: Kernel, { smtpUrl: url }: Secrets): MailSender => {
  const { mailFrom: from } = kernel.settings
  if (url === null || from === null) return { stop: () => Promise.resolve() }
  const mailer = createSmtpMailer({ url, from, timeoutMs: SMTP_TIMEOUT_MS })
  const composers = new Map([
    [PORTAL_MAIL, composePortalMail(kernel)],
    [REMINDER_MAIL, composeReminder(kernel)],
    [INVITATION_MAIL, composeInvitation(kernel)],
  ])
  return startMailSender(kernel, mailer, composers)
}

/** Migrates, listens, starts the jobs. Throws what a person has to be told: a port in use, a newer database, a bad key. */
export const startCompanion = async (config: Config, secrets: Secrets, options: StartOptions): Promise<Companion> => {
  const { checkpointFile } = config
  if (checkpointFile === null) throw new ConfigError(['COUNTERSIGN_CHECKPOINT_FILE: is missing'])
  const log = createLogger(config.logLevel)
  const opened = await createKernel(config, secrets, { log })
  const { kernel } = opened
  // What runs so far, the first to be stopped first.
  const running: Array<() => Promise<void>> = [() => opened.close()]
  try {
    await migrateToLatest(kernel.db)
    if (options.hasSampleStaff) await seedSampleStaff(kernel)
    // With port 0 the address is known only once it listens.
    let publicUrl = config.publicUrl
    const app = await createServer(kernel, serverOptionsOf(config, secrets, { options, publicUrl: () => publicUrl }))
    running.unshift(() => app.close())
    await app.listen(config.listen)
    const url = addressOf(app.server.address() as AddressInfo)
    if (config.listen.port === 0) publicUrl = url
    const sink = createCheckpointFile(checkpointFile)
    await pauseAfterRestore(kernel, sink)
    const sealer = startSealer(kernel, { sink, intervalMs: SEAL_INTERVAL_MS })
    running.splice(1, 0, () => sealer.stop())
    const jobs = startMirrorJobs(kernel)
    running.splice(1, 0, () => jobs.stop())
    const money = startMoneyJobs(kernel)
    running.splice(1, 0, () => money.stop())
    const receivables = startReceivableJobs(kernel)
    running.splice(1, 0, () => receivables.stop())
    const events = startEvents(kernel)
    running.splice(1, 0, () => events.stop())
    const tenants = startTenants(kernel)
    running.splice(1, 0, () => tenants.stop())
    const licenses = startLicenseJobs(kernel)
    running.splice(1, 0, () => licenses.stop())
    const instances = startInstanceJobs(kernel)
    running.splice(1, 0, () => instances.stop())
    const drift = startDriftJobs(kernel)
    running.splice(1, 0, () => drift.stop())
    const metering = startMetering(kernel, { config, secrets })
    running.splice(1, 0, () => metering.stop())
    const sender = startMail(kernel, secrets)
    running.splice(1, 0, () => sender.stop())
    log.info({ url, mode: config.settings.mode, database: kernel.db.kind }, 'companion: listening')
    return {
      url,
      stop: async () => {
        await stopInOrder(running)
        log.info({}, 'companion: stopped')
      },
    }
  } catch (error) {
    await stopInOrder(running).catch((err: unknown) => log.error({ err }, 'companion: not everything could be stopped'))
    throw error
  }
}
