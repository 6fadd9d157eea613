import { z } from 'zod'

const listen = z
  .string()
  .regex(/^(\[[0-9a-f:]+\]|[^:\s]+):\d{1,5}$/i, 'HOST:PORT, e.g. 127.0.0.1:4870')
  .transform((text) => {
    const cut = text.lastIndexOf(':')
    return { host: text.slice(0, cut).replace(/^\[|\]$/g, ''), port: Number(text.slice(cut + 1)) }
  })
  .refine(({ port }) => port <= 65_535, 'a port of at most 65535')

const databaseUrl = z.string().regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/, 'sqlite:FILE or postgres://…')
const stripeKey = z.string().regex(/^(sk|rk)_(test|live)_[A-Za-z0-9_]+$/, 'a secret or restricted key of Stripe')
const smtpUrl = z.url({ protocol: /^smtps?$/, error: 'an smtp or smtps address' })
// One address, with or without a name before it: nothing that could become a second header or reader.
const mailFrom = z
  .string()
  .regex(/^([^<>\p{Cc},;]+ <[^<>\s,;@]+@[^<>\s,;@]+>|[^<>\s,;@]+@[^<>\s,;@]+)$/u, 'NAME <ADDRESS> or ADDRESS')
const httpUrl = z.url({ protocol: /^https?$/, error: 'an http or https address' })
const hours = (initial: number, most: number) => z.coerce.number().positive().max(most).default(initial)

const words = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

// Standard Webhooks asks for 24 bytes at least.
const TENANT_SECRET = /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/
const WEBHOOK_SECRET = /^(?:([a-z0-9][a-z0-9-]{0,63})=)?(whsec_[A-Za-z0-9+/=_-]{8,200})$/
/** Where Stripe delivers unless an endpoint is named. */
const MAIN_ENDPOINT = 'main'

const secretsByEndpoint = (texts: readonly string[]): ReadonlyMap<string, readonly string[]> => {
  const secrets = new Map<string, string[]>()
  for (const text of texts) {
    const [, endpoint = MAIN_ENDPOINT, secret = ''] = WEBHOOK_SECRET.exec(text) ?? []
    secrets.set(endpoint, [...(secrets.get(endpoint) ?? []), secret])
  }
  return secrets
}

/** Every key that the companion reads, with its form and default. `npm run companion -- serve --help` prints the names. */
export const envSchema = z.object({
  COUNTERSIGN_DATABASE_URL: databaseUrl,
  COUNTERSIGN_SQLITE_DRIVER: z.enum(['auto', 'sqlite3', 'node:sqlite']).default('auto'),
  COUNTERSIGN_STRIPE_KEY: stripeKey,
  COUNTERSIGN_STRIPE_API_BASE: httpUrl.optional(),
  COUNTERSIGN_STRIPE_TIMEOUT_MS: z.coerce.number().int().min(500).max(60_000).default(8000),
  COUNTERSIGN_WEBHOOK_SECRETS: z
    .string()
    .default('')
    .transform(words)
    .refine((texts) => texts.every((text) => WEBHOOK_SECRET.test(text)), 'whsec_… or ENDPOINT=whsec_…, comma-separated')
    .transform(secretsByEndpoint),
  COUNTERSIGN_LISTEN: listen.default({ host: '127.0.0.1', port: 4870 }),
  COUNTERSIGN_PUBLIC_URL: httpUrl.optional(),
  COUNTERSIGN_TRUSTED_PROXIES: z.string().default('').transform(words),
  COUNTERSIGN_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  COUNTERSIGN_SECRET_FILE: z.string().optional(),
  COUNTERSIGN_TEAM_KEYS: z
    .string()
    .default('team,tenant-id')
    .transform(words)
    .refine((keys) => keys.length > 0 && keys.every((key) => key.length <= 40), 'metadata keys, comma-separated'),
  COUNTERSIGN_TICKET_URL: z.string().includes('{ticket}', { error: 'a URL with {ticket} in it' }).optional(),
  COUNTERSIGN_SESSION_HOURS: hours(12, 168),
  COUNTERSIGN_OIDC_ISSUER: httpUrl.optional(),
  COUNTERSIGN_OIDC_CLIENT_ID: z.string().min(1).optional(),
  COUNTERSIGN_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  COUNTERSIGN_OIDC_NAME: z.string().min(1).default('your company account'),
  COUNTERSIGN_OIDC_EMAIL_DOMAIN: z.string().min(1).optional(),
  COUNTERSIGN_LOCAL_SIGN_IN: z.enum(['on', 'off']).default('on'),
  COUNTERSIGN_CHECKPOINT_FILE: z.string().min(1).optional(),
  COUNTERSIGN_METRICS_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  COUNTERSIGN_RELEASE_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  COUNTERSIGN_SMTP_URL: smtpUrl.optional(),
  COUNTERSIGN_MAIL_FROM: mailFrom.optional(),
  COUNTERSIGN_LINK_RETURN_URL: httpUrl.optional(),
  COUNTERSIGN_TENANT_CALLBACK_URL: httpUrl.optional(),
  COUNTERSIGN_TENANT_CALLBACK_SECRETS: z
    .string()
    .default('')
    .transform(words)
    .refine((texts) => texts.every((text) => TENANT_SECRET.test(text)), 'whsec_ and at least 32 characters of base64'),
  COUNTERSIGN_TENANT_STACK_URL: httpUrl.optional(),
  COUNTERSIGN_TENANT_STACK_KEY: z.string().min(1).optional(),
  COUNTERSIGN_TENANT_PRIVATE_ADDRESSES: z.enum(['on', 'off']).default('off'),
  COUNTERSIGN_TENANT_TIMEOUT_MS: z.coerce.number().int().min(500).max(60_000).default(10_000),
  COUNTERSIGN_TENANT_PLANS: z.string().default('').transform(words),
  COUNTERSIGN_TENANT_PAST_DUE_DAYS: z.coerce.number().int().min(0).max(365).default(14),
  COUNTERSIGN_LICENSE_CLONES: z.enum(['grace', 'strict']).default('grace'),
  COUNTERSIGN_LICENSE_CALLS_PER_MINUTE: z.coerce.number().int().min(1).max(10_000_000).default(1200),
  // 0: never.
  COUNTERSIGN_TENANT_ARCHIVE_DAYS: z.coerce.number().int().min(0).max(3650).default(90),
  COUNTERSIGN_DRIFT_AT: z
    .string()
    .regex(/^(([01]\d|2[0-3]):[0-5]\d|off)$/, 'HH:MM in UTC, or off')
    .default('02:00'),
  COUNTERSIGN_DRIFT_READS_PER_SECOND: z.coerce.number().int().min(1).max(12).default(5),
  COUNTERSIGN_METERING_PULL_URL: httpUrl.optional(),
  COUNTERSIGN_METERING_PULL_SECRETS: z
    .string()
    .default('')
    .transform(words)
    .refine((texts) => texts.every((text) => TENANT_SECRET.test(text)), 'whsec_ and at least 32 characters of base64'),
  COUNTERSIGN_METERING_PULL_STACK: z.enum(['on', 'off']).default('off'),
  COUNTERSIGN_METERING_PULL_MINUTES: z.coerce.number().int().min(1).max(1440).default(60),
  COUNTERSIGN_METERING_JUMP_FACTOR: z.coerce.number().min(1).max(1000).default(3),
  COUNTERSIGN_METERING_JUMP_FLOOR: z.coerce.number().int().min(0).max(1_000_000_000).default(100),
  COUNTERSIGN_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  COUNTERSIGN_REPLICA: z.string().max(64).optional(),
})

export type Env = z.infer<typeof envSchema>
