// Each activation of an installation that is known begins a new epoch, which ends the tokens of the old one. A restart or a
// damaged store does that now and then; three within 24 hours look like copies that throw each other out.

import { DAY_MS } from '@countersign/shared/times'

const SUSPICIOUS = 3

export interface EpochVerdict {
  /** When the last epochs began, the new one included; as many as matter. */
  readonly starts: readonly number[]
  readonly isSuspicious: boolean
}

export const beginEpoch = (starts: readonly number[], now: number): EpochVerdict => {
  const recent = [...starts.filter((at) => at > now - DAY_MS), now].slice(-SUSPICIOUS)
  return { starts: recent, isSuspicious: recent.length >= SUSPICIOUS }
}
