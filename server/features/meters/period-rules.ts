// A billing period of a metered item: Stripe is told its count as one meter event, and again only when the count has changed.
// With the formula `last` the event with the latest time counts, so each bears a later one than the one before, within the
// period. An event is written down before it is sent; while nobody knows how sending it ended, the same one is sent again, and
// after the day for which Stripe surely knows it again, what Stripe has added up decides.

import { DAY_MS, HOUR_MS, MINUTE_MS } from '@countersign/shared/times'

/** Stripe knows an identifier again for 24 hours at least. */
const SURE_MS = 23 * HOUR_MS
/** Stripe's sums lag behind its events. */
const LAG_MS = MINUTE_MS
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
  readonly sentStamp: number | null
  readonly now: number
}

/** The time that an event bears; null: the period has no later second left. */
export const stampOf = ({ startsAt, endsAt, countedAt, sentStamp, now }: StampFacts): number | null => {
  const first = Math.ceil(startsAt / SECOND_MS) * SECOND_MS
  const latest = Math.min(summarySpan(startsAt, endsAt).to - SECOND_MS, downTo(now, SECOND_MS))
  const earliest = sentStamp === null ? first : Math.max(first, sentStamp + SECOND_MS)
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
  /** Why nothing can be told to Stripe. */
  readonly itemProblem: string | null
  readonly pending: { readonly madeAt: number } | null
  readonly sent: { readonly value: number; readonly at: number; readonly stamp: number } | null
  readonly counted: { readonly value: number; readonly countedAt: number } | null
  readonly summaryAt: number | null
}

export type PeriodStep =
  | { readonly do: 'send' | 'look-up' | 'sum' | 'find-line' }
  | { readonly do: 'make'; readonly stamp: number }
  | { readonly do: 'stop'; readonly why: string }
  | { readonly do: 'rest'; readonly until: number }

const isOver = ({ endsAt, now, isItemEnded }: PeriodFacts): boolean => now >= endsAt || isItemEnded

const makeStep = (facts: PeriodFacts, countedAt: number): PeriodStep | null => {
  if (facts.itemProblem !== null) return { do: 'stop', why: facts.itemProblem }
  const stamp = stampOf({ ...facts, countedAt, sentStamp: facts.sent === null ? null : facts.sent.stamp })
  if (stamp !== null) return { do: 'make', stamp }
  return isOver(facts) ? { do: 'stop', why: 'The count came too late: the period has no later second left.' } : null
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
  const step = tell(facts) ?? sum(facts)
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
