// Rule: exactly once. A write is sent under a key of its own attempt. While nobody knows whether Stripe did it (no answer,
// a lock, a limit), the same key is sent again, which Stripe answers with what it did before. A server error is stored
// under its key and would be replayed for ever, and a key is forgotten after 24 hours: then Stripe's own objects are looked
// at. Found is adopted; provably absent is a new attempt under a new key; what can't be told, a person decides. Absence
// proves nothing while something that was sent may still be on its way: until then it waits.

import { HOUR_MS, MINUTE_MS } from '@countersign/shared/times'

/** What became of an attempt that did not succeed. `null` in a standing: it was begun, and nobody saw it end. */
export const ATTEMPT_OUTCOMES = [
  'no-answer',
  'locked',
  'limited',
  'key-refused',
  'failed',
  'refused',
  'absent',
] as const
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number]

export interface StepStanding {
  readonly attempt: number
  /** When this attempt's key was first sent, or when it was last looked up. */
  readonly begunAt: number
  readonly lastOutcome: AttemptOutcome | null
  /** When something was last sent under this key whose end nobody saw. */
  readonly unansweredAt: number | null
}

export interface Moment {
  readonly now: number
  /** When the database was last restored from a backup; what is older may have been done and forgotten. */
  readonly restoredAt: number | null
  readonly mustLook: boolean
  /** Nothing of the whole execution is done yet: it may still turn out that it shouldn't begin. */
  readonly mayStop: boolean
  /** The hour is over in which a key that refuses might be changed. */
  readonly isKeyGivenUp: boolean
}

/** Stripe keeps keys for at least 24 hours; an hour is left for clocks and time-outs. */
export const KEY_LIFE_MS = 23 * HOUR_MS

/** How long what was sent may still take effect after we gave up on its answer; far above any of Stripe's own limits. */
export const IN_FLIGHT_MS = 10 * MINUTE_MS

export type Move = 'first' | 'again' | 'next' | 'look' | 'wait'

const isForgotten = (begunAt: number, { mustLook, restoredAt }: Pick<Moment, 'mustLook' | 'restoredAt'>): boolean =>
  mustLook && restoredAt !== null && begunAt <= restoredAt

/** When something was last sent that may still be under way; what a restored database forgot was sent before the restore. */
const lastSentAt = (step: StepStanding | null, moment: Moment): number | null => {
  const { restoredAt } = moment
  const hasForgotten = step === null ? moment.mustLook : isForgotten(step.begunAt, moment)
  if (hasForgotten && restoredAt !== null) return Math.max(restoredAt, step?.unansweredAt ?? restoredAt)
  return step?.unansweredAt ?? null
}

/**
 * Whether anything of it may be done: false for what was never sent, and for what was looked up and isn't there; a step
 * that writes several times may be half done whatever was seen since.
 */
export const mayHaveActed = (
  step: StepStanding,
  moment: Pick<Moment, 'mustLook' | 'restoredAt'>,
  writesSeveral = false,
): boolean => step.attempt > 0 && (writesSeveral || step.lastOutcome !== 'absent' || isForgotten(step.begunAt, moment))

/** Nothing of it is known: not sent, and not looked up. */
export const isUntouched = ({ attempt, lastOutcome }: StepStanding): boolean =>
  attempt === 0 && lastOutcome !== 'absent'

/** From when on nothing of this step can be under way. */
export const quietAt = (step: StepStanding | null, moment: Moment): number => {
  const sentAt = lastSentAt(step, moment)
  return sentAt === null ? moment.now : sentAt + IN_FLIGHT_MS
}

const TURNED_AWAY: ReadonlySet<AttemptOutcome | null> = new Set<AttemptOutcome | null>([
  'limited',
  'locked',
  'key-refused',
  'refused',
])

/** Turned away before anything was done, as it seems: a step may ask more than once, and only a look proves it. */
const isTurnedAway = ({ lastOutcome, unansweredAt }: StepStanding): boolean =>
  unansweredAt === null && TURNED_AWAY.has(lastOutcome)

/** A refusal after something unanswered says nothing of what went before it. */
const isToBeLookedUp = (step: StepStanding, moment: Moment): boolean =>
  isForgotten(step.begunAt, moment) ||
  step.lastOutcome === 'failed' ||
  (step.lastOutcome === 'refused' && step.unansweredAt !== null) ||
  (step.lastOutcome === 'key-refused' && step.unansweredAt !== null && moment.isKeyGivenUp) ||
  (moment.mayStop && isTurnedAway(step))

const wantedMove = (step: StepStanding | null, moment: Moment): Exclude<Move, 'wait'> => {
  if (step === null) return moment.mustLook ? 'look' : 'first'
  if (isToBeLookedUp(step, moment)) return 'look'
  if (step.lastOutcome === 'absent') return step.attempt === 0 ? 'first' : 'next'
  if (step.attempt === 0) return 'look'
  return moment.now - step.begunAt < KEY_LIFE_MS ? 'again' : 'look'
}

/** What to do with a step that isn't done. `again` keeps the key, `first` and `next` make one. */
export const nextMove = (step: StepStanding | null, moment: Moment): Move => {
  const move = wantedMove(step, moment)
  const isAboutAbsence = move === 'look' || move === 'next'
  return isAboutAbsence && moment.now < quietAt(step, moment) ? 'wait' : move
}

/** As it is kept before it is sent: whoever goes on after a crash knows that something may be under way. */
export const standingBefore = (step: StepStanding, move: 'first' | 'again' | 'next', now: number): StepStanding =>
  move === 'again'
    ? { ...step, unansweredAt: now }
    : { attempt: step.attempt + 1, begunAt: now, lastOutcome: null, unansweredAt: now }

/** After an answer, or without one. `left`: what was unanswered under the same key before this was sent. */
export const standingAfter = (
  outcome: AttemptOutcome,
  left: number | null,
  now: number,
): Pick<StepStanding, 'lastOutcome' | 'unansweredAt'> => ({
  lastOutcome: outcome,
  unansweredAt: outcome === 'no-answer' ? now : left,
})

/** A key that may read and not do this never will, unless somebody changes it: an hour is left for that. */
const KEY_PATIENCE_MS = HOUR_MS

/** Whether waiting for another key is over; `startedAt`: when the execution was begun. */
export const isKeyGivenUp = (outcome: AttemptOutcome, startedAt: number | null, now: number): boolean =>
  outcome === 'key-refused' && startedAt !== null && now - startedAt >= KEY_PATIENCE_MS

/** How long a turn at a subject lasts without being renewed. */
export const LEASE_MS = MINUTE_MS

/** What random values made once for a step are sealed for. */
export const PREPARED_PURPOSE = 'execution-step'

/** Within Stripe's 255 characters, and the same for every replica. */
export const idempotencyKey = (executionId: string, step: string, attempt: number): string =>
  `${executionId}/${step}/${attempt}`

/** As often in a row, over more than an hour; then what is done is told, and nobody waits behind it any more. */
const MOST_OWN_FAULTS = 20

export const isGivenUp = (ownFaults: number): boolean => ownFaults >= MOST_OWN_FAULTS

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 5 * MINUTE_MS

/** Doubles from half a second to five minutes; a refused key waits the longest at once, since a person has to mend it. */
export const retryDelayMs = (tries: number, outcome: AttemptOutcome): number =>
  outcome === 'key-refused' ? LONGEST_DELAY_MS : Math.min(FIRST_DELAY_MS * 2 ** Math.min(tries, 20), LONGEST_DELAY_MS)
