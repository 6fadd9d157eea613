import { announceWork } from '../../kernel/due-work.ts'
import type { Transaction } from '../../ports/database.ts'
import type { StripeEvent } from '../../ports/stripe-event.ts'
import { type EventRow, insertEvents, queueSubjects } from './store.ts'

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

/** Writes down what wasn't known and makes it due; returns the ids of what was new. */
export const keepEvents = async (
  tx: Transaction,
  kept: readonly KeptFrom[],
  keeping: Keeping,
): Promise<Set<string>> => {
  if (kept.length === 0) return new Set()
  const rows = firstOfEach(kept)
    .map((each) => rowOf(each, keeping))
    .toSorted((one, other) => (one.stripeId < other.stripeId ? -1 : 1))
  const fresh = await insertEvents(tx, rows)
  const due = rows.filter(({ stripeId, state }) => state === 'waiting' && fresh.has(stripeId))
  await queueSubjects(
    tx,
    due.map(({ subjectKey }) => subjectKey),
    keeping.at,
  )
  if (due.length > 0) announceWork(tx, 'events')
  return fresh
}
