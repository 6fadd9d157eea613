// When the sealer signs a checkpoint, and how far back it looks for entries that nobody has sealed yet.

import { HOUR_MS } from '@countersign/shared/times'

export const GROUP_SIZE = 256
export const CHECKPOINT_EVERY = 256
export const CHECKPOINT_AFTER_MS = HOUR_MS

/** Each round looks this far back; an entry that commits later than that waits for the next full sweep. */
export const RECENT_MS = HOUR_MS
/** Rare, as it reads the whole log's index: about 0.4 s for a million entries. */
export const FULL_SWEEP_EVERY_MS = 30 * 60_000

export interface CheckpointMoment {
  readonly lastSequence: number
  readonly checkpoint: { readonly sequence: number; readonly at: number } | null
  readonly now: number
}

/** Every 256 entries, and each hour if there is something new; the first entry at once, so that the chain's identity is signed. */
export const isCheckpointDue = ({ lastSequence, checkpoint, now }: CheckpointMoment): boolean => {
  const news = lastSequence - (checkpoint?.sequence ?? 0)
  if (news <= 0) return false
  if (checkpoint === null || news >= CHECKPOINT_EVERY) return true
  // A clock that jumped back must not silence the checkpoints until it has caught up.
  return Math.abs(now - checkpoint.at) >= CHECKPOINT_AFTER_MS
}

/** The earliest `at` to look at, or null for all of them: the log grows for years, a round comes each second. */
export const sweepFrom = (lastFullSweepAt: number | null, now: number): number | null => {
  const isFull = lastFullSweepAt === null || Math.abs(now - lastFullSweepAt) >= FULL_SWEEP_EVERY_MS
  return isFull ? null : now - RECENT_MS
}
