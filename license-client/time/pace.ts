/** Waits are between this share and the whole, so that a thousand pods that started together don't ask together. */
const JITTER_FROM = 0.8
const FIRST_RETRY_MS = 5000
const DOUBLINGS = 20
// A mistaken answer must not silence a client until its lease is over.
const LONGEST_ASKED_MS = 60 * 60_000

export interface Pace {
  /** The interval that the server named, in milliseconds. */
  readonly intervalMs: number
  /** The longest wait after failures, in milliseconds. */
  readonly longestRetryMs: number
  /** Exchanges in a row that brought no answer. */
  readonly failures: number
  /** What the server asked to wait, in milliseconds, or null. */
  readonly askedMs: number | null
}

/**
 * How long to wait until the next check, in milliseconds. After failures it begins with seconds and doubles up to the longest
 * retry or the interval, whichever is shorter.
 * @param random a number from 0 to below 1
 */
export const nextWaitMs = ({ intervalMs, longestRetryMs, failures, askedMs }: Pace, random: number): number => {
  const spread = (ms: number) => Math.round(ms * (JITTER_FROM + (1 - JITTER_FROM) * random))
  if (failures === 0) return spread(intervalMs)
  const longest = Math.min(longestRetryMs, intervalMs)
  const backedOff = spread(Math.min(longest, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, DOUBLINGS)))
  // Never sooner than asked: jitter is added, not taken off.
  if (askedMs === null) return backedOff
  return Math.max(backedOff, Math.round(Math.min(askedMs, LONGEST_ASKED_MS) * (1 + (1 - JITTER_FROM) * random)))
}
