import type { RequestState } from '@countersign/shared/features/approvals'
import type { Queryable } from '../../ports/database.ts'
import { listDecisions, listRequestsByIds } from './store.ts'

/** How a request stands, for the slice that asked for it. */
export interface RequestStanding {
  readonly id: string
  readonly kind: string
  readonly state: RequestState
  readonly teamId: string | null
  readonly approversNeeded: number
  readonly approvals: number
  readonly requesterName: string
  /** What it was asked with, as JSON of its own slice. */
  readonly facts: string
}

/** By id; one that isn't known is missing. */
export const listRequestStandings = async (
  db: Queryable,
  ids: readonly string[],
): Promise<Map<string, RequestStanding>> => {
  const rows = await listRequestsByIds(db, ids)
  const decisions = await listDecisions(db, ids)
  return new Map(
    rows.map(({ id, kind, state, teamId, approversNeeded, requesterName, facts }) => {
      const words = decisions.get(id) ?? []
      const approvals = words.filter(({ decision }) => decision === 'approve').length
      return [id, { id, kind, state, teamId, approversNeeded, approvals, requesterName, facts }]
    }),
  )
}
