import { randomUUID } from 'node:crypto'
import { createKeyRing, type KeyRing } from '../lease/keys.ts'
import { openLease, openLicenseFile } from '../lease/lease.ts'
import { followStatements } from '../lease/statements.ts'
import { type ClientState, type Condition, EMPTY_STATE, isTokenCurrent, type Loaded } from '../store/state.ts'
import { createTrustedTime, type TrustedTime } from '../time/trusted-time.ts'
import type { Notice, Plan } from '../wire/replies.ts'
import type { Emitter } from './events.ts'
import type { Settings } from './options.ts'
import { type Cause, finding, type FindingCode, lineOf } from './reasons.ts'
import type { Grant } from './standing-rules.ts'

/** What one process knows of its license between two exchanges. */
export interface Session {
  readonly settings: Settings
  readonly emitter: Emitter
  readonly keys: KeyRing
  readonly time: TrustedTime
  readonly installId: string
  state: ClientState
  grant: Grant | null
  offline: Grant | null
  plan: Plan | null
  cause: Cause | null
  notices: readonly Notice[]
  /** Findings that were told and still hold. */
  readonly told: Set<FindingCode>
  keysAskedAt: number | null
  /** A call was sent whose answer has not come. */
  isAnswerDue: boolean
}

const CONDITIONS: Readonly<Partial<Record<Condition, FindingCode>>> = {
  moved: 'STORE_MOVED',
  corrupted: 'STORE_CORRUPTED',
  missing: 'STORE_MISSING',
  'rolled-back': 'STORE_ROLLED_BACK',
  copied: 'STORE_COPIED',
}

/** Says a finding once, until it has passed. */
export const tell = ({ told, emitter, settings }: Session, code: FindingCode, holds = true): void => {
  if (!holds) told.delete(code)
  else if (!told.has(code)) {
    told.add(code)
    const text = lineOf(finding(code))
    settings.log(text)
    emitter.emit('notice', { code, text, at: null })
  }
}

const load = async ({ store }: Settings): Promise<Loaded> => {
  try {
    return await store.load()
  } catch {
    // A store of the product's own broke its word; the license must not take the program down.
    return { condition: 'corrupted', installId: randomUUID(), state: EMPTY_STATE }
  }
}

/** A token is worth something only if it is the newest, and of the key and place in the plan that are wanted now. */
const usable = ({ condition, state }: Loaded, { claimMark }: Settings): ClientState =>
  isTokenCurrent(condition) && state.claimMark === claimMark ? state : { ...state, token: null, nextNonce: null }

const keptGrant = (session: Session): Grant | null => {
  const { lease, leaseVersion, instanceId } = session.state
  if (lease === null) return null
  const { settings, installId, keys } = session
  const own = { product: settings.product, installId }
  const opened = openLease(lease, keys, instanceId === null ? own : { ...own, instanceId })
  return opened.isOk ? { lease: opened.lease, version: leaseVersion, isOffline: false } : null
}

const keptOffline = ({ state, settings, installId, keys }: Session): Grant | null => {
  if (state.offlineFile === null) return null
  const { text, nonce } = state.offlineFile
  const opened = openLicenseFile(text, keys, { product: settings.product, installId, nonce })
  return opened.isOk ? { lease: opened.lease, version: null, isOffline: true } : null
}

/** A signature proves that it is no earlier than when it was made. */
const liftTime = ({ time, grant, offline }: Session): void => {
  const issuedAt = Math.max(grant?.lease.issuedAt ?? 0, offline?.lease.issuedAt ?? 0)
  if (issuedAt > time.nowMs()) time.setFromServer(issuedAt)
}

/** Reads what was kept; never fails. */
export const openSession = async (settings: Settings, emitter: Emitter): Promise<Session> => {
  const loaded = await load(settings)
  const state = usable(loaded, settings)
  const keys = createKeyRing(settings.pinnedKeys)
  followStatements(state.keyStatements, keys)
  if (settings.pinnedKeys.length === 0) keys.add(state.fetchedKeys)
  const time = createTrustedTime({ clock: settings.clock, kept: state.time })
  const nothing = { grant: null, offline: null, plan: null, notices: [], keysAskedAt: null, isAnswerDue: false }
  const told = new Set<FindingCode>()
  const base = { settings, emitter, keys, time, installId: loaded.installId, state, told, cause: state.verdict }
  const session: Session = { ...base, ...nothing }
  session.grant = keptGrant(session)
  session.offline = keptOffline(session)
  liftTime(session)
  const condition = CONDITIONS[loaded.condition]
  if (condition !== undefined) tell(session, condition)
  if (time.wasSetBack) tell(session, 'CLOCK_SET_BACK')
  return session
}

export type Kept = 'kept' | 'unwritable' | 'foreign'

/** Keeps a state: `foreign` where another process has the folder now, which then keeps its own. */
export const keep = async (session: Session, state: ClientState): Promise<Kept> => {
  const kept = { ...state, time: session.time.keep() }
  let outcome: Kept = 'kept'
  try {
    if (!(await session.settings.store.save(kept))) return 'foreign'
  } catch {
    outcome = 'unwritable'
  }
  tell(session, 'STORE_UNWRITABLE', outcome === 'unwritable')
  session.state = kept
  return outcome
}
