// A billing period of a metered item: Stripe is told its count as one meter event, and again only when the count has changed.
// With the formula `last` the event with the latest time counts, so each bears a later one than the one before, within the
// period. An event is written down before it is sent; while nobody knows how sending it ended, the same one is sent again, and
// after the day for which Stripe surely knows it again, what Stripe has added up decides.

import { DAY_MS, HOUR_MS, MINUTE_MS } from '@countersign/shared/times'

/** Stripe knows an identifier again for 24 hours at least. */
const SURE_MS = 23 * HOUR_MS
/** Stripe's sums lag behind its events. */
const LAG_MS = MINUTE_MS
/** Stripe takes no event of longer ago, by its clock. */
const TAKEN_MS = 35 * DAY_MS - HOUR_MS
/** A line that isn't on an invoice by then won't come by itself. */
const LINE_WITHIN_MS = 3 * DAY_MS
const SECOND_MS = 1000

const downTo = (at: number, step: number): number => Math.floor(at / step) * step

/** Stripe adds up whole minutes; what bears no time of a period's last broken minute is in the sum of its own period. */
export const summarySpan = (startsAt: number, endsAt: number): { from: number; to: number } => ({
  from: downTo(startsAt, MINUTE_MS),
  to: downTo(endsAt, MINUTE_MS),
})

export interface StampFacts {
  readonly startsAt: number
  readonly endsAt: number
  readonly countedAt: number
  /** Of the last event that was sent, or may have been. */
  readonly lastStamp: number | null
  readonly now: number
}

const upTo = (at: number, step: number): number => Math.ceil(at / step) * step

/** The time that an event bears; null: the period has no later second left. */
export const stampOf = ({ startsAt, endsAt, countedAt, lastStamp, now }: StampFacts): number | null => {
  const first = upTo(Math.max(startsAt, now - TAKEN_MS), SECOND_MS)
  const latest = Math.min(summarySpan(startsAt, endsAt).to - SECOND_MS, downTo(now, SECOND_MS))
  const earliest = lastStamp === null ? first : Math.max(first, lastStamp + SECOND_MS)
  if (earliest > latest) return null
  return Math.min(Math.max(downTo(countedAt, SECOND_MS), earliest), latest)
}

export interface PeriodFacts {
  readonly startsAt: number
  readonly endsAt: number
  readonly now: number
  readonly isClosed: boolean
  /** The item is gone from its subscription, or the subscription ended. */
  readonly isItemEnded: boolean
  /** The plan is no longer billed by use: there is nobody to tell. */
  readonly isUnmetered: boolean
  /** Why nothing can be told to Stripe. */
  readonly itemProblem: string | null
  readonly pending: { readonly madeAt: number } | null
  readonly sent: { readonly value: number; readonly at: number } | null
  /** Of the last event that was sent, or may have been. */
  readonly lastStamp: number | null
  readonly counted: { readonly value: number; readonly countedAt: number } | null
  readonly summaryAt: number | null
}

export type PeriodStep =
  | { readonly do: 'send' | 'look-up' | 'sum' | 'find-line' }
  | { readonly do: 'make'; readonly stamp: number }
  | { readonly do: 'stop'; readonly why: string }
  | { readonly do: 'rest'; readonly until: number }

const isOver = ({ endsAt, now, isItemEnded }: PeriodFacts): boolean => now >= endsAt || isItemEnded

const makeStep = (facts: PeriodFacts, countedAt: number): PeriodStep => {
  if (facts.itemProblem !== null) return { do: 'stop', why: facts.itemProblem }
  const stamp = stampOf({ ...facts, countedAt })
  if (stamp !== null) return { do: 'make', stamp }
  if (!isOver(facts)) return { do: 'rest', until: facts.now + SECOND_MS }
  return { do: 'stop', why: 'The count came too late: the period has no later second left.' }
}

const tell = (facts: PeriodFacts): PeriodStep | null => {
  const { counted, sent, pending, now } = facts
  if (pending !== null) return { do: now - pending.madeAt > SURE_MS ? 'look-up' : 'send' }
  return counted === null || counted.value === sent?.value ? null : makeStep(facts, counted.countedAt)
}

/** Until Stripe has added up what it was told. */
const sum = ({ sent, summaryAt, now }: PeriodFacts): PeriodStep | null => {
  if (sent === null) return null
  const from = sent.at + LAG_MS
  if ((summaryAt ?? 0) >= from) return null
  return now >= from ? { do: 'sum' } : { do: 'rest', until: from }
}

/** What is to be done next about a period. */
export const nextStep = (facts: PeriodFacts): PeriodStep => {
  const { isClosed, now, endsAt } = facts
  if (isClosed) return { do: 'rest', until: now + DAY_MS }
  const step = facts.isUnmetered ? null : (tell(facts) ?? sum(facts))
  if (step !== null) return step
  return isOver(facts) ? { do: 'find-line' } : { do: 'rest', until: Math.min(endsAt, now + DAY_MS) }
}

/** Whether one may still hope for a line. */
export const isLineLate = ({ endsAt, now }: Pick<PeriodFacts, 'endsAt' | 'now'>): boolean =>
  now > endsAt + LINE_WITHIN_MS

/** 5 s, 10 s … half an hour. */
export const pauseAfter = (tries: number): number => Math.min(5000 * 2 ** Math.min(tries, 20), 30 * MINUTE_MS)

/** From then on a person has to look. */
export const STUCK_AFTER = 8
