import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Queryable, Transaction } from '../../ports/database.ts'
import { chainEntries, type SealRow } from './chain-rules.ts'
import { hashText } from './hash-text.ts'
import { readCheckpointKey } from './read-checkpoint-key.ts'
import { GROUP_SIZE, isCheckpointDue } from './sealing-rules.ts'
import {
  firstSeal,
  insertCheckpoint,
  insertSeals,
  lastCheckpoint,
  lastSeal,
  takeSealLock,
  unsealedEntries,
} from './store.ts'

export interface SealOutcome {
  readonly sealed: number
  /** When the last of them was written: a sweep goes on from there. */
  readonly sealedTo: number | null
  readonly signed: boolean
  /** Another sealer is at it; it will get to the same entries. */
  readonly isBusy: boolean
}

type SealingKernel = Pick<Kernel, 'db' | 'clock' | 'keys'>

const NOTHING: SealOutcome = { sealed: 0, sealedTo: null, signed: false, isBusy: false }

const hasWork = async (db: Queryable, since: number | null, now: number): Promise<boolean> => {
  if ((await unsealedEntries(db, since, 1)).length > 0) return true
  const [last, checkpoint] = [await lastSeal(db), await lastCheckpoint(db)]
  return isCheckpointDue({ lastSequence: last?.sequence ?? 0, checkpoint: checkpoint ?? null, now })
}

const signCheckpoint = async (tx: Transaction, kernel: SealingKernel, last: SealRow, at: number): Promise<void> => {
  const first = await firstSeal(tx)
  const { sequence, hash } = last
  const companion = first?.entryId ?? last.entryId
  const signed = readCheckpointKey(kernel.keys).sign({ companion, sequence, hash, at: new Date(at).toISOString() })
  await insertCheckpoint(tx, { sequence, hash, at, keyId: signed.keyId, signature: signed.signature })
}

const sealGroup = async (tx: Transaction, kernel: SealingKernel, since: number | null): Promise<SealOutcome> => {
  if (!(await takeSealLock(tx, kernel.db.kind))) return { ...NOTHING, isBusy: true }
  const now = kernel.clock.now()
  const entries = await unsealedEntries(tx, since, GROUP_SIZE)
  const previous = (await lastSeal(tx)) ?? null
  const seals = chainEntries(previous, entries, now, hashText)
  if (seals.length > 0) await insertSeals(tx, seals)
  const last = seals.at(-1) ?? previous
  const checkpoint = (await lastCheckpoint(tx)) ?? null
  const outcome = { ...NOTHING, sealed: seals.length, sealedTo: entries.at(-1)?.at ?? null }
  if (last === null || !isCheckpointDue({ lastSequence: last.sequence, checkpoint, now })) return outcome
  await signCheckpoint(tx, kernel, last, now)
  return { ...outcome, signed: true }
}

/**
 * One group: chains committed entries that have no seal yet and signs a checkpoint when one is due, all or nothing.
 * `since` bounds how far back to look; null looks at every entry. Call again, from
 * `sealedTo`, until it has sealed none.
 */
export const sealEntries = async (kernel: SealingKernel, since: number | null): Promise<SealOutcome> => {
  if (!(await hasWork(kernel.db, since, kernel.clock.now()))) return NOTHING
  return inTransaction(kernel.db, (tx) => sealGroup(tx, kernel, since))
}
