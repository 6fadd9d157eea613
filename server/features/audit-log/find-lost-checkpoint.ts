import type { CheckpointSink, KeptCheckpoint } from '../../ports/checkpoint-sink.ts'
import type { Queryable } from '../../ports/database.ts'
import { checkpointAt } from './store.ts'

/**
 * The newest checkpoint kept outside, when the database doesn't hold it: it was replaced by an older one (a restore from
 * a backup) or rewritten. null when it does, or when nothing is kept there.
 */
export const findLostCheckpoint = async (db: Queryable, sink: CheckpointSink): Promise<KeptCheckpoint | null> => {
  const last = await sink.lastWritten()
  if (last === null) return null
  const known = await checkpointAt(db, last.sequence)
  return known?.hash === last.hash && known.signature === last.signature ? null : last
}
