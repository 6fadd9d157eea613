// Whether the program may run, worked out from what is known at one moment. A lease that fits runs until its end to the
// millisecond, whatever the server said or didn't say since; without one the program is locked. From half of a lease's time on it is
// warned.

import { isVersionCovered } from '../lease/coverage.ts'
import type { Lease } from '../lease/lease.ts'
import { type Cause, finding, lineOf, type ReasonCode } from './reasons.ts'

/** The right to run, from a lease or from an offline file. */
export interface Grant {
  readonly lease: Lease
  /** The version that the server gave it to. */
  readonly version: string | null
  readonly isOffline: boolean
}

export interface Known {
  readonly grant: Grant | null
  /** The last refusal or trouble since the lease was got, or null. */
  readonly cause: Cause | null
  readonly version: string
  readonly releasedOn: string
}

export interface Standing {
  /** True: the management plane has to be closed. What the product does for its users goes on. */
  readonly isLocked: boolean
  /** Half of the time without contact is over. */
  readonly isWarned: boolean
  readonly code: ReasonCode
  /** Why, and what to do, in one line. */
  readonly line: string
  /** When it locks unless something is heard, in milliseconds since the epoch; null where it is locked. */
  readonly runUntil: number | null
  readonly limits: Readonly<Record<string, number>>
  readonly plan: string | null
  readonly isOffline: boolean
}

const locked = (cause: Cause): Standing => ({
  isLocked: true,
  isWarned: false,
  code: cause.code,
  line: `Locked. ${lineOf(cause)}`,
  runUntil: null,
  limits: {},
  plan: null,
  isOffline: false,
})

const uncovered = (updatesUntil: string): Cause => ({
  ...finding('OK'),
  code: 'VERSION_NOT_COVERED',
  text: `The license covers versions that were released until ${updatesUntil}.`,
  next: 'Run a covered version or renew the updates.',
})

/** The server knows versions better than their own word; so it is asked only of a version that has no lease of its own yet. */
const isCovered = ({ lease, version }: Grant, known: Known): boolean =>
  version === known.version || isVersionCovered(known.releasedOn, lease.updatesUntil)

const LAST_DAYS_MS = 14 * 24 * 3_600_000

/** Half of the time from a lease's issue to its end; of a file that runs for months, its last two weeks. */
export const warnsFrom = ({ lease: { issuedAt, runUntil }, isOffline }: Grant): number =>
  isOffline ? Math.max(issuedAt, runUntil - LAST_DAYS_MS) : issuedAt + (runUntil - issuedAt) / 2

const minuteOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`

const running = (grant: Grant, cause: Cause | null, nowMs: number): Standing => {
  const { lease, isOffline } = grant
  const isWarned = nowMs >= warnsFrom(grant)
  const ending = isOffline ? 'OFFLINE_ENDS' : 'UNREACHABLE'
  const warning = cause ?? finding(isWarned ? ending : 'OK')
  return {
    isLocked: false,
    isWarned,
    code: warning.code,
    line: warning.code === 'OK' ? lineOf(warning) : `Runs until ${minuteOf(lease.runUntil)}. ${lineOf(warning)}`,
    runUntil: lease.runUntil,
    limits: lease.limits,
    plan: lease.plan,
    isOffline,
  }
}

/** @param nowMs the trusted time */
export const judgeStanding = (known: Known, nowMs: number): Standing => {
  const { grant, cause } = known
  if (grant === null) return locked(cause ?? finding('NOT_ACTIVATED'))
  const { lease, isOffline } = grant
  if (!isCovered(grant, known)) return locked(uncovered(lease.updatesUntil ?? ''))
  if (nowMs >= lease.runUntil) return locked(cause ?? finding(isOffline ? 'OFFLINE_ENDED' : 'UNREACHABLE'))
  return running(grant, cause, nowMs)
}
