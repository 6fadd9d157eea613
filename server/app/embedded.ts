import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startSandbox } from 'stripe-sandbox'
import { loadConfig } from './config.ts'
import { lockFolder } from './lock-folder.ts'
import { openSandboxEndpoint, type SandboxEndpoint } from './sandbox-endpoint.ts'
import { type Companion, startCompanion } from './start-companion.ts'
import { stopInOrder } from './stop-in-order.ts'

export interface EmbeddedOptions {
  /** Where each Stripe account has a folder with its database, secret and checkpoints. */
  readonly dataFolder: string
  /** 0 = any free port of the loopback. */
  readonly port: number
  /** Fill an empty sandbox with the sample company and create one account per role. */
  readonly isSample: boolean
  /** A test key of a real Stripe account instead of the sandbox. */
  readonly stripeKey?: string
  /** The desktop's main process sends it with each call; null lets a browser in. */
  readonly launchToken: string | null
  readonly deskFolder: string | null
  readonly logLevel?: string
}

export interface Embedded {
  readonly url: string
  readonly deskUrl: string
  readonly mode: 'TEST'
  /** Where the sandbox Stripe listens; null with a real test key. */
  readonly stripeUrl: string | null
  readonly timings: Readonly<Record<'stripeMs' | 'companionMs', number>>
  stop(): Promise<void>
}

/** One person owns this database, its keys and roles: no second word could be trusted with real money. */
export class LiveKeyRefusedError extends Error {
  constructor() {
    super(
      'The embedded companion takes no live Stripe key: one person owns its database, keys and roles, so nobody could countersign. Run the companion on its own for real work: npm run companion -- serve',
    )
    this.name = 'LiveKeyRefusedError'
  }
}

const SANDBOX_KEY = 'sk_test_sample'

const secretOf = (folder: string): string => {
  const file = join(folder, 'secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  return readFileSync(file, 'utf8').trim()
}

/**
 * The sample's accounts have passwords that everybody knows, so a real test account never shares their database, nor two
 * test accounts one mirror. Named by a hash: a key is no name for a folder.
 */
const folderOf = ({ dataFolder, stripeKey }: EmbeddedOptions): string => {
  if (!stripeKey) return join(dataFolder, 'sample')
  return join(dataFolder, `stripe-${createHash('sha256').update(stripeKey).digest('hex').slice(0, 12)}`)
}

interface StripeSide {
  readonly key: string
  readonly apiBase: string | null
  /** Where the sandbox tells what changed; null with a real test key, which knows no way to this machine. */
  readonly endpoint: SandboxEndpoint | null
  stop(): Promise<void>
}

const openStripe = async (options: EmbeddedOptions, folder: string): Promise<StripeSide> => {
  if (options.stripeKey) return { key: options.stripeKey, apiBase: null, endpoint: null, stop: async () => {} }
  const sandbox = await startSandbox({
    port: 0,
    host: '127.0.0.1',
    stateFile: join(folder, 'stripe-sandbox.sqlite'),
    ...(options.isSample ? { seed: 'sample' as const } : {}),
  })
  const stop = (): Promise<void> => sandbox.close()
  try {
    const endpoint = await openSandboxEndpoint({ apiBase: sandbox.url, key: SANDBOX_KEY })
    return { key: SANDBOX_KEY, apiBase: sandbox.url, endpoint, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const startOn = async (options: EmbeddedOptions, folder: string, stripe: StripeSide): Promise<Companion> => {
  const { config, secrets } = loadConfig({
    COUNTERSIGN_DATABASE_URL: `sqlite:${join(folder, 'countersign.sqlite')}`,
    COUNTERSIGN_STRIPE_KEY: stripe.key,
    COUNTERSIGN_STRIPE_API_BASE: stripe.apiBase ?? '',
    COUNTERSIGN_WEBHOOK_SECRETS: stripe.endpoint?.secret ?? '',
    COUNTERSIGN_LISTEN: `127.0.0.1:${options.port}`,
    COUNTERSIGN_SECRET: secretOf(folder),
    COUNTERSIGN_CHECKPOINT_FILE: join(folder, 'checkpoints.jsonl'),
    COUNTERSIGN_LOG_LEVEL: options.logLevel ?? 'warn',
    // The sandbox's own page: whoever tries a purchase comes out somewhere.
    COUNTERSIGN_LINK_RETURN_URL: stripe.apiBase ?? '',
    COUNTERSIGN_REPLICA: 'embedded',
  })
  const embeddedConfig = { ...config, settings: { ...config.settings, isEmbedded: true } }
  const companion = await startCompanion(embeddedConfig, secrets, {
    deskFolder: options.deskFolder,
    embedded: { launchToken: options.launchToken },
    hasSampleStaff: options.isSample && !options.stripeKey,
  })
  await stripe.endpoint?.deliverTo(companion.url).catch(async (error: unknown) => {
    await companion.stop()
    throw error
  })
  return companion
}

/**
 * The companion beside the desk: SQLite in a folder of the user's, the sandbox Stripe unless a test key is given, loopback
 * only. Throws `LiveKeyRefusedError`, `FolderInUseError`, or what `startCompanion` throws.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  if (options.stripeKey && /^(sk|rk)_live_/.test(options.stripeKey)) throw new LiveKeyRefusedError()
  const folder = folderOf(options)
  const unlock = lockFolder(folder)
  try {
    const from = performance.now()
    const stripe = await openStripe(options, folder)
    const stripeMs = Math.round(performance.now() - from)
    const companion = await startOn(options, folder, stripe).catch(async (error: unknown) => {
      await stripe.stop()
      throw error
    })
    return {
      url: companion.url,
      deskUrl: `${companion.url}/desk/`,
      mode: 'TEST',
      stripeUrl: stripe.apiBase,
      timings: { stripeMs, companionMs: Math.round(performance.now() - from) - stripeMs },
      stop: () => stopInOrder([() => companion.stop(), () => stripe.stop(), unlock]),
    }
  } catch (error) {
    unlock()
    throw error
  }
}
