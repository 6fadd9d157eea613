// A reading is a count of one team's things at one moment. It is set, never added: the newest by the clock of whoever counted
// stands, and an older one never takes its place. A reading that leaves the band of the last one that was believed is held
// until finance has said what it is. A period whose invoice is final takes no more readings.

import type { MeterCode, MeterVerdict } from '@countersign/shared/features/metering'
import { MINUTE_MS } from '@countersign/shared/times'

/** How far a count may be off the last one, up or down. */
export interface Band {
  readonly factor: number
  /** Differences up to this many are never held. */
  readonly floor: number
}

/** Where the configuration says nothing. */
export const USUAL_BAND: Band = { factor: 3, floor: 100 }

/** Clocks differ; Stripe takes no event from further ahead either. */
const AHEAD_MS = 5 * MINUTE_MS

export const isJump = (value: number, last: number, { factor, floor }: Band): boolean => {
  const [low, high] = value < last ? [value, last] : [last, value]
  return high - low > floor && high > low * factor
}

export interface KnownReading {
  readonly value: number
  readonly state: 'accepted' | 'held' | 'passed' | 'refused'
}

/** `open`: a period that is billed holds it. `coming`: one will. `closed`: it is over and invoiced. `unbilled`: none is billed. */
export type Window = 'open' | 'coming' | 'closed' | 'unbilled'

export interface ReadingFacts {
  readonly isTeamKnown: boolean
  readonly value: number
  readonly measuredAt: number
  /** A moment of the period that it is for. */
  readonly countedAt: number
  readonly now: number
  readonly window: Window
  /** What was said of the very same moment before. */
  readonly same: KnownReading | null
  /** Of the newest that is accepted for the same period. */
  readonly newestAt: number | null
  /** The last one that was believed for a bill; the first is compared with nothing. */
  readonly last: number | null
  readonly band: Band
}

export interface Judged {
  readonly verdict: MeterVerdict
  readonly code: MeterCode | null
  /** Nothing is written down for what was said before or is refused. */
  readonly isNew: boolean
}

const refused = (code: MeterCode): Judged => ({ verdict: 'refused', code, isNew: false })

const repeated = (same: KnownReading, value: number): Judged => {
  if (same.value !== value) return refused('OTHER_VALUE_KNOWN')
  if (same.state === 'held') return { verdict: 'held', code: 'JUMP', isNew: false }
  if (same.state === 'accepted') return { verdict: 'accepted', code: null, isNew: false }
  return refused(same.state === 'refused' ? 'REFUSED_BEFORE' : 'NEWER_KNOWN')
}

/** Of a period that begins only then nothing can have been counted; one that is known may be named by any of its moments. */
const isAhead = ({ window, measuredAt, countedAt, now }: ReadingFacts): boolean =>
  Math.max(measuredAt, window === 'coming' ? countedAt : 0) > now + AHEAD_MS

export const judgeReading = (facts: ReadingFacts): Judged => {
  const { value, measuredAt, window, same, newestAt, last, band } = facts
  if (!facts.isTeamKnown) return refused('UNKNOWN_TENANT')
  if (isAhead(facts)) return refused('FROM_THE_FUTURE')
  if (same !== null) return repeated(same, value)
  if (window === 'closed') return refused('PERIOD_CLOSED')
  if (newestAt !== null && newestAt > measuredAt) return refused('NEWER_KNOWN')
  if (window !== 'unbilled' && isJump(value, last ?? 0, band)) return { verdict: 'held', code: 'JUMP', isNew: true }
  return { verdict: 'accepted', code: null, isNew: true }
}
