// When the server is asked again: at its interval, soon and then less often after trouble, and often enough after a refusal that
// paying, or a seat that was freed, unlocks within minutes.

import { nextWaitMs } from '../time/pace.ts'
import type { Outcome } from './exchange.ts'

const SHORTEST_REFUSED_MS = 5000
const LONGEST_RETRY_MS = 15 * 60_000
/** A pod waits for a seat that may be free any minute, and for a server that is back. */
const LONGEST_RETRY_EPHEMERAL_MS = 60_000

export interface Rhythm {
  readonly intervalMs: number
  readonly failures: number
  readonly isEphemeral: boolean
}

/** @param random from 0 to below 1 */
export const waitAfter = (outcome: Outcome, { intervalMs, failures, isEphemeral }: Rhythm, random: number): number => {
  const longestRetryMs = isEphemeral ? LONGEST_RETRY_EPHEMERAL_MS : LONGEST_RETRY_MS
  const pace = { intervalMs, longestRetryMs, failures: 0, askedMs: null }
  if (outcome.kind === 'failed') return nextWaitMs({ ...pace, failures, askedMs: outcome.retryAfterMs }, random)
  if (outcome.kind !== 'refused') return nextWaitMs(pace, random)
  const longest = Math.min(intervalMs, longestRetryMs)
  const asked = Math.min(longest, Math.max(SHORTEST_REFUSED_MS, outcome.retryAfterMs ?? longest))
  return nextWaitMs({ ...pace, intervalMs: asked }, random)
}
