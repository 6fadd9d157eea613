import type { Kernel } from '../../kernel/context.ts'
import type { CheckpointSink } from '../../ports/checkpoint-sink.ts'
import type { Queryable } from '../../ports/database.ts'
import { type Checkpoint, checkpointOf } from './chain-rules.ts'
import { findLostCheckpoint } from './find-lost-checkpoint.ts'
import { checkpointsBetween, firstSeal, lastCheckpoint } from './store.ts'

const GROUP = 500

/**
 * Behind which sequence to go on, asked of the sink itself. If the database doesn't know what the sink holds, it was
 * replaced by an older one (a restore) or rewritten; the evidence stays in the sink and the newest goes after it.
 */
const resumeAfter = async (kernel: Pick<Kernel, 'db' | 'log'>, sink: CheckpointSink): Promise<number> => {
  const lost = await findLostCheckpoint(kernel.db, sink)
  if (lost === null) return (await sink.lastWritten())?.sequence ?? 0
  kernel.log.error(
    { sink: sink.name, sequence: lost.sequence },
    'the database does not hold the checkpoint that was kept outside it: restored from a backup, or tampered with',
  )
  const newest = await lastCheckpoint(kernel.db)
  return newest === undefined ? 0 : newest.sequence - 1
}

const groupAfter = async (db: Queryable, after: number): Promise<Checkpoint[]> => {
  const rows = await checkpointsBetween(db, { after, upTo: Number.MAX_SAFE_INTEGER, limit: GROUP })
  const first = rows.length > 0 ? await firstSeal(db) : undefined
  return rows.map((row) => checkpointOf(first?.entryId ?? '', row))
}

/**
 * Brings the sink up to the database's checkpoints. `after`: the sequence written last, or null to ask the sink (at
 * start, and after any failure, since part of a group may have been written). Resolves with the new `after`.
 */
export const writeCheckpoints = async (
  kernel: Pick<Kernel, 'db' | 'log'>,
  sink: CheckpointSink,
  after: number | null,
): Promise<number> => {
  let written = after ?? (await resumeAfter(kernel, sink))
  for (;;) {
    const group = await groupAfter(kernel.db, written)
    const last = group.at(-1)
    if (last === undefined) return written
    await sink.write(group)
    written = last.sequence
  }
}
