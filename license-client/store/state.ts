import type { SigningKey } from '../lease/keys.ts'
import type { KeptTime } from '../time/trusted-time.ts'

/** What the server said last in place of a lease; kept, so that a restart knows why. */
export interface KeptVerdict {
  readonly code: string
  readonly text: string
  readonly next: string
}

/** All that a client keeps between two starts. */
export interface ClientState {
  /** Of the key, product and environment that the token was got with. */
  readonly claimMark: string | null
  readonly instanceId: string | null
  /** The token for the next check, as the server gave it. */
  readonly token: string | null
  /** For the next call, or the one whose answer has not come. It is kept together with the token that it goes with, so that it is
   * on the disk long before it is sent, and a disk that fails only makes the same call come again. */
  readonly nextNonce: string | null
  /** The lease as it was signed. */
  readonly lease: string | null
  /** The program's version that the server gave it to. */
  readonly leaseVersion: string | null
  /** A license file as it was signed, and the nonce of the request that it answered. */
  readonly offlineFile: { readonly text: string; readonly nonce: string } | null
  /** Of the request code that waits for its file. */
  readonly offlineNonce: string | null
  /** Keys that were fetched where none are pinned. */
  readonly fetchedKeys: readonly SigningKey[]
  /** Statements of newer signing keys, as an older key signed them. */
  readonly keyStatements: readonly string[]
  readonly checkEveryMs: number | null
  readonly verdict: KeptVerdict | null
  readonly time: KeptTime | null
}

export const EMPTY_STATE: ClientState = {
  claimMark: null,
  instanceId: null,
  token: null,
  nextNonce: null,
  lease: null,
  leaseVersion: null,
  offlineFile: null,
  offlineNonce: null,
  fetchedKeys: [],
  keyStatements: [],
  checkEveryMs: null,
  verdict: null,
  time: null,
}

/**
 * What was found at the start:
 * - `fresh`: nothing; the first start, or a new disk
 * - `whole`: everything as it was left
 * - `moved`: whole, but written on another machine or in another folder; whether the first still runs only the server can tell
 * - `corrupted`: something can't be read as it was written; what could be was recovered
 * - `missing`: a part of it is gone
 * - `rolled-back`: its parts are of different ages, so that something older was put back
 * - `copied`: its parts belong to different installations
 */
export type Condition = 'fresh' | 'whole' | 'moved' | 'corrupted' | 'missing' | 'rolled-back' | 'copied'

export interface Loaded {
  readonly condition: Condition
  readonly installId: string
  readonly state: ClientState
}

/** Only then the token is surely the newest; else the client activates again, which takes no other seat. */
export const isTokenCurrent = (condition: Condition): boolean => condition === 'whole' || condition === 'moved'

/** Where a client keeps its state. */
export interface LicenseStore {
  /** False where nothing of it is there at the next start: then there is no time to keep. */
  readonly outlivesProcess: boolean
  /** Never fails: what can't be read is told by the condition. */
  readonly load: () => Promise<Loaded>
  /** Durable when it resolves. `false`: another process has taken the folder over, and nothing was written. */
  readonly save: (state: ClientState) => Promise<boolean>
  /** How far another process got that wrote here since, or null while nobody did. */
  readonly foreignGeneration: () => Promise<number | null>
}
