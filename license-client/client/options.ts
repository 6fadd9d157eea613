import { createHash } from 'node:crypto'
import type { SigningKey } from '../lease/keys.ts'
import { folderStore } from '../store/folder-store.ts'
import type { LicenseStore } from '../store/state.ts'
import { machineTimers, type Timers } from '../time/timers.ts'
import { type MachineClock, machineClock } from '../time/trusted-time.ts'
import { httpTransport, type Transport } from '../wire/transport.ts'

export interface LicenseClientOptions {
  /** The license server, e.g. `https://licenses.example.com`. */
  readonly server: string
  /** null: only an offline file can unlock. */
  readonly key: string | null
  readonly product: string
  readonly version: string
  /** The day of that version's release, e.g. `2026-11-21`. */
  readonly releasedOn: string
  /** A folder of this process alone that outlives it, or a store of one's own. */
  readonly store: string | LicenseStore
  /** The seller's signing keys as they were when the program was made; those that follow are believed through them. Without any,
   * whatever the server's address serves over TLS is believed: then whoever runs the program can put a server of their own there. */
  readonly pinnedKeys?: readonly SigningKey[]
  /** For people: the host or pod. */
  readonly name?: string
  readonly environment?: 'production' | 'development'
  /** A pod that may vanish without a word: its seat returns after minutes. */
  readonly isEphemeral?: boolean
  /** What is in use, by the names of the limits without `max-`; asked before each call. */
  readonly counts?: () => Readonly<Record<string, number>>
  /** One line for the program's log. */
  readonly log?: (line: string) => void
  readonly transport?: Transport
  readonly clock?: MachineClock
  readonly timers?: Timers
  /** From 0 to below 1. */
  readonly random?: () => number
}

export type Settings = Omit<Required<LicenseClientOptions>, 'store' | 'server'> & {
  readonly store: LicenseStore
  /** Of what a token was got with: with another one it is worth nothing. */
  readonly claimMark: string
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const PRODUCT = /^[a-z0-9][a-z0-9-]{0,63}$/
const VERSION = /^[0-9A-Za-z][0-9A-Za-z.+_-]{0,63}$/

const assertRight = ({ product, version, releasedOn }: LicenseClientOptions): void => {
  if (!PRODUCT.test(product)) throw new TypeError('product: lower case letters, digits and dashes')
  if (!VERSION.test(version)) throw new TypeError('version: up to 64 letters, digits, dots and dashes')
  if (!DAY.test(releasedOn)) throw new TypeError('releasedOn: a day such as 2026-11-21')
}

const normalKey = (key: string): string => key.toUpperCase().replaceAll(/[\s-]/g, '')

const markOf = ({
  key,
  product,
  environment,
  isEphemeral,
}: Pick<Settings, 'key' | 'product' | 'environment' | 'isEphemeral'>) =>
  createHash('sha256')
    .update(JSON.stringify([key === null ? null : normalKey(key), product, environment, isEphemeral]))
    .digest('base64url')
    .slice(0, 22)

/** A log that fails must not take the program down either. */
const quiet =
  (log: LicenseClientOptions['log']): Settings['log'] =>
  (line) => {
    try {
      log?.(line)
    } catch {
      // There is nowhere left to say so.
    }
  }

const MACHINE = {
  pinnedKeys: [],
  counts: () => ({}),
  clock: machineClock,
  timers: machineTimers,
  random: Math.random,
} satisfies Partial<Settings>

/** Of what `MACHINE` stands in for, what is there. */
const given = ({ pinnedKeys, counts, clock, timers, random }: LicenseClientOptions) => ({
  ...(pinnedKeys && { pinnedKeys }),
  ...(counts && { counts }),
  ...(clock && { clock }),
  ...(timers && { timers }),
  ...(random && { random }),
})

/** Fills in what was left out. Throws a TypeError for what can only be a mistake in the program. */
export const settle = (options: LicenseClientOptions): Settings => {
  assertRight(options)
  const { server, store, key, product, version, releasedOn, log, transport } = options
  const { environment = 'production', isEphemeral = false, name = product } = options
  return {
    ...MACHINE,
    key,
    product,
    version,
    releasedOn,
    environment,
    isEphemeral,
    ...given(options),
    store: typeof store === 'string' ? folderStore(store) : store,
    name: name.slice(0, 120),
    log: quiet(log),
    transport: transport ?? httpTransport(server),
    claimMark: markOf({ key, product, environment, isEphemeral }),
  }
}
