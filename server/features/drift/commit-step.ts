import type { DriftSourceName } from '@countersign/shared/features/drift'
import type { Kernel } from '../../kernel/context.ts'
import { contentHash } from '../../kernel/fingerprint.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { type Found, keyOf, rankOf, saidOf, seenAgain, sourceOf } from './finding-rules.ts'
import {
  findLasting,
  type FindingRow,
  insertEvent,
  insertFinding,
  type RunRow,
  updateLasting,
  updateRun,
} from './store.ts'

export type DriftKernel = Kernel & {
  /** Resolves when the next read of Stripe may begin. */
  readonly pace: () => Promise<void>
}

export type Compared = Readonly<Record<string, number>>

/** One bounded piece of a comparison. */
export interface Step {
  readonly found: readonly Found[]
  /** Keys of what could not be looked at, and so stays as it was found. */
  readonly kept?: readonly string[]
  readonly compared: Compared
  /** Where the next piece begins; null: this was the last. */
  readonly next: string | null
  /** Why it can't be compared now; what was found of it before stays as it was. */
  readonly skipped?: string
}

/** Asks and compares, from the cursor on; writes nothing. */
export type Look = (kernel: DriftKernel, cursor: string | null) => Promise<Step>

export interface NextPlace {
  readonly source: DriftSourceName | 'settle'
  readonly cursor: string | null
}

const addCounts = (text: string, more: Compared): string => {
  const counts = JSON.parse(text) as Record<string, number>
  for (const [name, count] of Object.entries(more)) counts[name] = (counts[name] ?? 0) + count
  return JSON.stringify(counts)
}

const addSkipped = (text: string, source: RunRow['source'], why: string | undefined): string =>
  why === undefined
    ? text
    : JSON.stringify([...(JSON.parse(text) as unknown[]), { source: source === 'settle' ? 'mirror' : source, why }])

const NOBODY = {
  endedAt: null,
  acceptedBy: null,
  acceptedReason: null,
  acceptedUntil: null,
  repairAskedBy: null,
  repairAskedAt: null,
} as const

const insertNew = async (tx: Transaction, found: Found, { runId, now }: { runId: string; now: number }) => {
  const isSuspected = found.isSuspected === true
  const id = newId('drf', now)
  await insertFinding(tx, {
    ...NOBODY,
    id,
    key: keyOf(found),
    runId,
    kind: found.kind,
    source: sourceOf(found.kind),
    severity: found.severity,
    rank: rankOf(found.severity),
    state: isSuspected ? 'suspected' : 'open',
    subjectId: found.subjectId,
    teamId: found.teamId,
    customerStripeId: found.customerStripeId,
    said: JSON.stringify(saidOf(found)),
    firstSeenAt: now,
    lastSeenAt: now,
  })
  if (!isSuspected) await insertEvent(tx, { findingId: id, kind: 'found', who: null, text: found.explanation, at: now })
}

const DEARER = 'It costs more than what was accepted.'

const tellChange = async (tx: Transaction, row: FindingRow, { found, now }: { found: Found; now: number }) => {
  const before = JSON.parse(row.said) as { sides: Found['sides'] }
  const rank = rankOf(found.severity)
  const state = seenAgain(row, { rank, isSuspected: found.isSuspected === true }, now)
  const event = (kind: 'found' | 'changed' | 'reopened', text: string) =>
    insertEvent(tx, { findingId: row.id, kind, who: null, text, at: now })
  if (row.state === 'suspected' && state === 'open') await event('found', found.explanation)
  else if (row.state === 'accepted' && state === 'open')
    await event('reopened', rank < row.rank ? DEARER : 'It was accepted until now only.')
  else if (contentHash(before.sides) !== contentHash(found.sides)) await event('changed', found.explanation)
  return state
}

const noteAgain = async (
  tx: Transaction,
  row: FindingRow,
  { found, runId, now }: { found: Found; runId: string; now: number },
): Promise<void> => {
  const state = await tellChange(tx, row, { found, now })
  const { severity, teamId, customerStripeId } = found
  await updateLasting(tx, row.id, {
    runId,
    state,
    severity,
    rank: rankOf(severity),
    teamId,
    customerStripeId,
    said: JSON.stringify(saidOf(found)),
    lastSeenAt: now,
    ...(row.state === 'accepted' && state === 'open'
      ? { acceptedBy: null, acceptedReason: null, acceptedUntil: null }
      : {}),
  })
}

const noteFound = async (tx: Transaction, found: readonly Found[], at: { runId: string; now: number }) => {
  // Always in the order of their keys, so that a repair at the same time waits and never both.
  const each = new Map(found.map((one) => [keyOf(one), one]))
  const lasting = new Map((await findLasting(tx, [...each.keys()])).map((row) => [row.key, row]))
  for (const key of [...each.keys()].toSorted()) {
    const one = each.get(key)
    const row = lasting.get(key)
    if (!one) continue
    await (row ? noteAgain(tx, row, { found: one, ...at }) : insertNew(tx, one, at))
  }
}

const keepUnseen = async (tx: Transaction, keys: readonly string[], runId: string): Promise<void> => {
  for (const { id } of await findLasting(tx, keys)) await updateLasting(tx, id, { runId })
}

/** What a piece found and where the next one begins are one commit. False when the comparison is no longer ours. */
export const commitStep = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  run: RunRow,
  { step, place, until, waitMs = 0 }: { step: Step; place: NextPlace; until: number; waitMs?: number },
): Promise<RunRow | null> =>
  inTransaction(db, async (tx) => {
    const now = clock.now()
    const change = {
      ...place,
      compared: addCounts(run.compared, step.compared),
      skipped: addSkipped(run.skipped, run.source, step.skipped),
      problem: null,
      tries: 0,
      nextAt: now + waitMs,
      leaseUntil: until,
    }
    if (!(await updateRun(tx, run, change))) return null
    await keepUnseen(tx, step.kept ?? [], run.id)
    await noteFound(tx, step.found, { runId: run.id, now })
    return { ...run, ...change }
  })
