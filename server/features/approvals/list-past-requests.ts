import type { Json } from '@countersign/shared/canonical'
import {
  type Decision,
  type Outcome,
  outcomeSchema,
  type RequestLine,
  type RequestState,
} from '@countersign/shared/features/approvals'
import type { Money } from '@countersign/shared/money'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { type DecisionRow, listDecisions, listRequestRows, type RequestRow } from './store.ts'

/** What slices that give something need to know of what was asked for before. */
export interface PastRequest extends Pick<RequestLine, 'id' | 'kind' | 'title' | 'ticket' | 'requesterName'> {
  readonly state: RequestState
  readonly given: Money | null
  readonly decisions: ReadonlyArray<Pick<Decision, 'staffName' | 'decision' | 'comment' | 'at'>>
  readonly createdAt: string
  readonly changedAt: string
  readonly closedAt: string | null
  readonly payload: Json
  readonly outcome: Outcome | null
}

/** More than one team ever had in a year; a bound all the same. */
const MOST = 1000

const pastOf = (row: RequestRow, decisions: readonly DecisionRow[]): PastRequest => {
  const { id, kind, title, ticket, requesterName, state, givenAmount, givenCurrency } = row
  return {
    id,
    kind,
    title,
    ticket,
    requesterName,
    state,
    given: givenAmount === null || givenCurrency === null ? null : { amount: givenAmount, currency: givenCurrency },
    decisions: decisions.map(({ at, staffName, decision, comment }) => ({
      staffName,
      decision,
      comment,
      at: toIso(at),
    })),
    createdAt: toIso(row.createdAt),
    changedAt: toIso(row.changedAt),
    closedAt: row.closedAt === null ? null : toIso(row.closedAt),
    payload: JSON.parse(row.payload) as Json,
    outcome: row.outcome === null ? null : outcomeSchema.parse(JSON.parse(row.outcome)),
  }
}

/** Everything that was asked for one team or one customer since then, newest first, whatever became of it. */
export const listPastRequests = async (
  { db }: Pick<Kernel, 'db'>,
  by: { readonly teamId?: string; readonly customerStripeId?: string; readonly since: string },
): Promise<PastRequest[]> => {
  const rows = await listRequestRows(db, { ...by, since: Date.parse(by.since), limit: MOST })
  const ids = rows.map(({ id }) => id)
  const decisions = await listDecisions(db, ids)
  return rows.map((row) => pastOf(row, decisions.get(row.id) ?? []))
}
