import type { Queryable } from '../../ports/database.ts'
import type { StripeEvent } from '../../ports/stripe-event.ts'
import { type EventRow, keepRows } from './store.ts'

export interface KeptFrom {
  /** null = found by listing. */
  readonly endpoint: string | null
  readonly event: StripeEvent
}

export interface Keeping {
  readonly at: number
  /** Whether somebody here does something about that type. */
  readonly isWanted: (type: string) => boolean
}

const rowOf = ({ endpoint, event }: KeptFrom, { at, isWanted }: Keeping): EventRow => {
  const { isLive: _live, snapshot, ...facts } = event
  const isForUs = event.objectStripeId !== null && isWanted(event.type)
  const end = isForUs ? ({ state: 'waiting', endedAt: null } as const) : ({ state: 'ignored', endedAt: at } as const)
  const kept = isForUs && snapshot ? JSON.stringify(snapshot) : null
  return { ...facts, ...end, endpoint, heardAt: at, attempts: 0, problem: null, snapshot: kept }
}

const firstOfEach = (kept: readonly KeptFrom[]): KeptFrom[] => [
  ...new Map(kept.toReversed().map((each) => [each.event.stripeId, each])).values(),
]

/** Writes down what wasn't known and makes it due; returns the ids of what was new. Whoever asks announces the work. */
export const keepEvents = (db: Queryable, kept: readonly KeptFrom[], keeping: Keeping): Promise<Set<string>> => {
  const rows = firstOfEach(kept)
    .map((each) => rowOf(each, keeping))
    .toSorted((one, other) => (one.stripeId < other.stripeId ? -1 : 1))
  return keepRows(db, rows, keeping.at)
}
