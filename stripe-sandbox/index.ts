import { type AccountControl, controlAccount } from './control/account-control.ts'
import type { Fault, FaultSpec } from './control/faults.ts'
import { listen } from './server/http-server.ts'
import { type ObservedAnswer, type Persistence, type RequestNote, Sandbox } from './server/sandbox.ts'
import { SAMPLE_ID_SEED, SAMPLE_KEY } from './samples/situations.ts'
import { openStateFile } from './store/state-file.ts'
import type { DeliveryNote } from './webhooks/courier.ts'
import type { KeyGrant } from './wire/keys.ts'

export type { AccountControl, ClockReading } from './control/account-control.ts'
export type { Fault, FaultKind, FaultSpec } from './control/faults.ts'
export {
  CONFLICTING_TEAM,
  SAMPLE_KEY,
  SAMPLE_READ_ONLY_KEY,
  type Situation,
  situation,
  situations,
} from './samples/situations.ts'
export type { Held } from './store/kinds.ts'
export type { ObservedAnswer, RequestNote, Snapshot } from './server/sandbox.ts'
export type { DeliveryNote } from './webhooks/courier.ts'
export type { Access, KeyGrant } from './wire/keys.ts'

export interface StartOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** Loopback unless told otherwise: the control API asks for no key. */
  readonly host?: string
  /** One SQLite file that keeps everything over restarts; in memory without. */
  readonly stateFile?: string
  /** The only sample so far is `sample`; it is made in the account of `sk_test_sample`. */
  readonly seed?: 'sample'
  /** Milliseconds; the machine's clock without. */
  readonly now?: () => number
  /** Makes the ids of an account the same at every start: secret key → seed. */
  readonly idSeeds?: Readonly<Record<string, string>>
  /** Restricted or additional keys. */
  readonly keys?: Readonly<Record<string, KeyGrant>>
  /** An endpoint that is told all events of all accounts from the start on; a sample's own past is not told. */
  readonly webhook?: { readonly url: string; readonly secret: string }
  /** Sees every answer of the API before it is sent. */
  readonly onAnswer?: (answer: ObservedAnswer) => void
}

export interface RunningSandbox {
  readonly url: string
  readonly host: string
  readonly port: number
  readonly close: () => Promise<void>
  /** Time and other things that the API cannot do, for the account of one secret key. */
  readonly account: (key: string) => AccountControl
  readonly addFault: (fault: FaultSpec) => Fault
  /** Removes faults and search lag. */
  readonly clearFaults: () => void
  readonly lagSearch: (ms: number) => void
  readonly declareKey: (key: string, grant: KeyGrant) => void
  readonly revokeKey: (key: string) => void
  /** The last thousand API requests, oldest first. */
  readonly requests: () => readonly RequestNote[]
  /** The last thousand attempts to deliver an event, oldest first. */
  readonly deliveries: () => readonly DeliveryNote[]
  /** Resolves when no webhook is on its way; those waiting for a later attempt do not count. */
  readonly webhooksSettled: () => Promise<void>
}

/** Starts a sandbox Stripe. Rejects with the system's error when the port is taken. */
export const startSandbox = async (options: StartOptions = {}): Promise<RunningSandbox> => {
  const { host = '127.0.0.1', port = 0, stateFile, now, idSeeds, keys } = options
  const persistence = stateFile === undefined ? undefined : openStateFile(stateFile)
  const sandbox = new Sandbox({
    ...(now === undefined ? {} : { now }),
    ...(keys === undefined ? {} : { keys }),
    seeds: { ...SAMPLE_SEEDS, ...idSeeds },
    persistence,
    forward: options.webhook,
    onAnswer: options.onAnswer,
  })
  const listening = await listen(sandbox, host, port)
  sandbox.baseUrl = listening.url
  const running: RunningSandbox = {
    url: listening.url,
    host,
    port: Number(new URL(listening.url).port),
    close: async () => {
      await listening.close()
      sandbox.close()
    },
    account: (key) => controlAccount(sandbox, key),
    addFault: (fault) => sandbox.faults.add(fault),
    clearFaults: () => {
      sandbox.faults.clear()
      sandbox.lagSearch(0)
    },
    lagSearch: (ms) => sandbox.lagSearch(ms),
    declareKey: (key, grant) => sandbox.keys.declare(key, grant),
    revokeKey: (key) => sandbox.keys.revoke(key),
    requests: () => sandbox.requests(),
    deliveries: () => sandbox.courier.notes(),
    webhooksSettled: () => sandbox.courier.settled(),
  }
  if (options.seed === 'sample') await ensureSample(sandbox, running, persistence)
  return running
}

const SAMPLE_SEEDS = { [SAMPLE_KEY]: SAMPLE_ID_SEED }

/** Half a sample, left by a start that was cut off, is made anew; a whole one is kept. */
const ensureSample = async (
  sandbox: Sandbox,
  running: RunningSandbox,
  persistence: Persistence | undefined,
): Promise<void> => {
  if (persistence?.isSeeding()) running.account(SAMPLE_KEY).reset()
  if (sandbox.holds(SAMPLE_KEY)) return
  persistence?.markSeeding(true)
  sandbox.isForwarding = false
  await seedOrClose(running)
  sandbox.isForwarding = true
  persistence?.markSeeding(false)
}

const seedOrClose = async (running: RunningSandbox): Promise<void> => {
  try {
    // Loaded only when wanted, so that an empty sandbox starts at once.
    const { seedSample } = await import('./samples/seed-sample.ts')
    await seedSample(running.url, running.account(SAMPLE_KEY))
  } catch (error) {
    await running.close()
    throw error
  }
}
