import type { Queryable } from '../../ports/database.ts'
import { checkpointOf, type CheckpointRow, type EntryRow, sealedEntryOf } from './chain-rules.ts'
import { checkpointsBetween, firstSeal, lastCheckpoint, lastSeal, sealedEntries } from './store.ts'
import type { ChainItem } from './verification-rules.ts'

const GROUP = 1000

type SealedRow = Awaited<ReturnType<typeof sealedEntries>>[number]

const entryOf = (row: SealedRow): EntryRow | null => {
  const { id, at, actorKind, actorId, action, outcome, subjectKind, subjectId, details } = row
  if (id === null || at === null || actorKind === null || actorId === null || action === null) return null
  if (outcome === null || subjectKind === null || subjectId === null || details === null) return null
  const { device, ticket, reason, requestId } = row
  return {
    id,
    at,
    actorKind,
    actorId,
    device,
    action,
    outcome,
    subjectKind,
    subjectId,
    ticket,
    reason,
    requestId,
    details,
  }
}

const itemOf = (row: SealedRow): ChainItem => {
  const entry = entryOf(row)
  if (entry === null) return { kind: 'unreadable', why: `Entry ${row.entryId} was removed; only its seal is left.` }
  return { kind: 'entry', entry: sealedEntryOf(entry, row) }
}

export interface DatabaseChain {
  readonly companion: string
  readonly from: number
  /** The last sequence there was when the walk began; later ones are left out. */
  readonly upTo: number
  /** In chain order, each checkpoint behind the entry it covers; read in groups, so that any length fits in memory. */
  readonly items: AsyncIterable<ChainItem>
}

const inOrder = (companion: string, rows: readonly SealedRow[], checkpoints: readonly CheckpointRow[]): ChainItem[] => {
  const entries = rows.map((row) => ({ sequence: row.sequence, item: itemOf(row) }))
  const signed = checkpoints.map((row) => ({
    sequence: row.sequence,
    item: { kind: 'checkpoint', checkpoint: checkpointOf(companion, row) } as const,
  }))
  // The sort is stable, so that a checkpoint stays behind the entry it covers.
  return [...entries, ...signed].toSorted((a, b) => a.sequence - b.sequence).map(({ item }) => item)
}

async function* itemsOf(db: Queryable, companion: string, after: number, upTo: number): AsyncGenerator<ChainItem> {
  let done = after
  while (done < upTo) {
    const rows = await sealedEntries(db, { after: done, upTo, limit: GROUP })
    // Behind the last entry, checkpoints over entries that are gone.
    const end = rows.at(-1)?.sequence ?? upTo
    yield* inOrder(companion, rows, await checkpointsBetween(db, { after: done, upTo: end, limit: GROUP }))
    done = end
  }
}

/** The checkpoint is read first: one signed later must not look as if it reached beyond the last entry. */
const endOf = async (db: Queryable): Promise<number> => {
  const checkpoint = await lastCheckpoint(db)
  const seal = await lastSeal(db)
  return Math.max(checkpoint?.sequence ?? 0, seal?.sequence ?? 0)
}

/** The sealed chain as the database holds it now, or the part of it from one sequence to another. */
export const walkDatabase = async (db: Queryable, from = 1, to: number | null = null): Promise<DatabaseChain> => {
  const end = await endOf(db)
  const upTo = to === null ? end : Math.min(to, end)
  const companion = (await firstSeal(db))?.entryId ?? ''
  // A whole chain is read from below its first sequence, so that a row put in front of it is seen too.
  const after = from === 1 ? Number.MIN_SAFE_INTEGER : from - 1
  return { companion, from, upTo, items: itemsOf(db, companion, after, upTo) }
}
