import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { HOUR_MS } from '@countersign/shared/times'
import type { Settings } from '../kernel/context.ts'
import { ConfigError } from './config-error.ts'
import { type ProvisionerAddress, provisionerOf, type ProvisionerSecrets, tenantSettingsOf } from './tenant-config.ts'
import { type Env, envSchema } from './config-schema.ts'
import { meteringSettingsOf, type PullAddress, pullAddressOf, pullSecretsOf } from './metering-config.ts'

export { ConfigError } from './config-error.ts'
import { version } from './version.ts'

/** What may be shown and logged. */
export interface Config {
  readonly sqliteDriver: Env['COUNTERSIGN_SQLITE_DRIVER']
  readonly stripeApiBase: string | null
  readonly stripeTimeoutMs: number
  readonly listen: { readonly host: string; readonly port: number }
  readonly publicUrl: string
  /** Addresses or networks whose `X-Forwarded-For` is believed; nobody's otherwise. */
  readonly trustedProxies: readonly string[]
  readonly oidc: {
    readonly issuer: string
    readonly clientId: string
    readonly name: string
    readonly emailDomain: string | null
  } | null
  readonly hasLocalSignIn: boolean
  /** null: nobody runs tenants for us. */
  readonly provisioner: ProvisionerAddress | null
  /** null: counts are only reported, none are pulled. */
  readonly pull: PullAddress | null
  readonly checkpointFile: string | null
  readonly logLevel: Env['COUNTERSIGN_LOG_LEVEL']
  readonly settings: Settings
}

/** What may be neither: kept apart, so that no printing of the configuration can reach it. */
export interface Secrets {
  readonly databaseUrl: string
  readonly stripeKey: string
  readonly secret: string
  readonly oidcClientSecret: string | null
  /** Signing secrets by the name of their endpoint. */
  readonly webhookSecrets: ReadonlyMap<string, readonly string[]>
  readonly metricsToken: string | null
  readonly releaseToken: string | null
  /** Holds name and password where the mail server wants them. */
  readonly smtpUrl: string | null
  readonly provisioner: ProvisionerSecrets
  readonly pullSecrets: readonly string[]
}

type RawEnv = Readonly<Record<string, string | undefined>>

const KNOWN = new Set([...Object.keys(envSchema.shape), 'COUNTERSIGN_EMBEDDED_OPTIONS'])

const parseEnv = (raw: RawEnv): Env => {
  const ours = Object.entries(raw).filter(([key, value]) => key.startsWith('COUNTERSIGN_') && value !== '')
  const unknown = ours.filter(([key]) => !KNOWN.has(key)).map(([key]) => `${key}: no such setting`)
  const parsed = envSchema.safeParse(Object.fromEntries(ours))
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => {
        const key = String(issue.path[0])
        return raw[key] ? `${key}: has to be ${issue.message}` : `${key}: is missing`
      })
  if (parsed.success && unknown.length === 0) return parsed.data
  throw new ConfigError([...problems, ...unknown])
}

const readSecret = (env: Env): string => {
  if (env.COUNTERSIGN_SECRET && env.COUNTERSIGN_SECRET_FILE) {
    throw new ConfigError(['COUNTERSIGN_SECRET and COUNTERSIGN_SECRET_FILE: set only one of them'])
  }
  if (env.COUNTERSIGN_SECRET) return env.COUNTERSIGN_SECRET
  if (!env.COUNTERSIGN_SECRET_FILE)
    throw new ConfigError(['COUNTERSIGN_SECRET: is missing (or COUNTERSIGN_SECRET_FILE)'])
  let text: string
  try {
    text = readFileSync(env.COUNTERSIGN_SECRET_FILE, 'utf8').trim()
  } catch {
    throw new ConfigError(['COUNTERSIGN_SECRET_FILE: that file could not be read'])
  }
  if (text.length < 32) throw new ConfigError(['COUNTERSIGN_SECRET_FILE: has to hold at least 32 characters'])
  return text
}

const oidcOf = (env: Env): Config['oidc'] => {
  const issuer = env.COUNTERSIGN_OIDC_ISSUER
  const clientId = env.COUNTERSIGN_OIDC_CLIENT_ID
  if (!issuer && !clientId) return null
  if (!issuer) throw new ConfigError(['COUNTERSIGN_OIDC_ISSUER: is missing'])
  if (!clientId) throw new ConfigError(['COUNTERSIGN_OIDC_CLIENT_ID: is missing'])
  return { issuer, clientId, name: env.COUNTERSIGN_OIDC_NAME, emailDomain: env.COUNTERSIGN_OIDC_EMAIL_DOMAIN ?? null }
}

const checkMail = (env: Env): void => {
  const [url, from] = [env.COUNTERSIGN_SMTP_URL, env.COUNTERSIGN_MAIL_FROM]
  if (url && !from) throw new ConfigError(['COUNTERSIGN_MAIL_FROM: is missing'])
  if (from && !url) throw new ConfigError(['COUNTERSIGN_SMTP_URL: is missing'])
}

/** With SQLite, checkpoints lie beside the database unless told otherwise: better elsewhere, but better than nowhere. */
const besideDatabase = (url: string): string | null => {
  const file = /^sqlite:(.+)$/.exec(url)?.[1]
  return file === undefined || file === ':memory:' ? null : `${file}.checkpoints.jsonl`
}

const settingsOf = (env: Env): Settings => ({
  teamKeys: env.COUNTERSIGN_TEAM_KEYS,
  ticketUrlTemplate: env.COUNTERSIGN_TICKET_URL ?? null,
  sessionMs: env.COUNTERSIGN_SESSION_HOURS * HOUR_MS,
  mode: /^(sk|rk)_live_/.test(env.COUNTERSIGN_STRIPE_KEY) ? 'LIVE' : 'TEST',
  isEmbedded: false,
  stripeHost: new URL(env.COUNTERSIGN_STRIPE_API_BASE ?? 'https://api.stripe.com').host,
  mailFrom: env.COUNTERSIGN_MAIL_FROM ?? null,
  linkReturnUrl: env.COUNTERSIGN_LINK_RETURN_URL ?? null,
  ...tenantSettingsOf(env),
  licenses: { clones: env.COUNTERSIGN_LICENSE_CLONES, callsPerMinute: env.COUNTERSIGN_LICENSE_CALLS_PER_MINUTE },
  ...meteringSettingsOf(env),
  drift: {
    dailyAt: env.COUNTERSIGN_DRIFT_AT === 'off' ? null : env.COUNTERSIGN_DRIFT_AT,
    readsPerSecond: env.COUNTERSIGN_DRIFT_READS_PER_SECOND,
  },
  replica: env.COUNTERSIGN_REPLICA ?? `${hostname()}:${process.pid}`,
  version,
})

/** Environment in, typed configuration and secrets out. Throws `ConfigError` naming every bad key at once. */
export const loadConfig = (raw: RawEnv): { config: Config; secrets: Secrets } => {
  const env = parseEnv(raw)
  checkMail(env)
  const provisioner = provisionerOf(env)
  const { host, port } = env.COUNTERSIGN_LISTEN
  return {
    config: {
      sqliteDriver: env.COUNTERSIGN_SQLITE_DRIVER,
      stripeApiBase: env.COUNTERSIGN_STRIPE_API_BASE ?? null,
      stripeTimeoutMs: env.COUNTERSIGN_STRIPE_TIMEOUT_MS,
      listen: { host, port },
      publicUrl: (env.COUNTERSIGN_PUBLIC_URL ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`).replace(
        /\/$/,
        '',
      ),
      trustedProxies: env.COUNTERSIGN_TRUSTED_PROXIES,
      oidc: oidcOf(env),
      hasLocalSignIn: env.COUNTERSIGN_LOCAL_SIGN_IN === 'on',
      provisioner: provisioner.address,
      pull: pullAddressOf(env),
      checkpointFile: env.COUNTERSIGN_CHECKPOINT_FILE ?? besideDatabase(env.COUNTERSIGN_DATABASE_URL),
      logLevel: env.COUNTERSIGN_LOG_LEVEL,
      settings: settingsOf(env),
    },
    secrets: {
      databaseUrl: env.COUNTERSIGN_DATABASE_URL,
      stripeKey: env.COUNTERSIGN_STRIPE_KEY,
      secret: readSecret(env),
      oidcClientSecret: env.COUNTERSIGN_OIDC_CLIENT_SECRET ?? null,
      webhookSecrets: env.COUNTERSIGN_WEBHOOK_SECRETS,
      metricsToken: env.COUNTERSIGN_METRICS_TOKEN ?? null,
      releaseToken: env.COUNTERSIGN_RELEASE_TOKEN ?? null,
      smtpUrl: env.COUNTERSIGN_SMTP_URL ?? null,
      provisioner: provisioner.secrets,
      pullSecrets: pullSecretsOf(env),
    },
  }
}
