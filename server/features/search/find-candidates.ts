import type { Queryable } from '../../ports/database.ts'
import { listTeamCustomers } from './store.ts'

/** Customers that the mirror believes to carry a team id. It may be stale: it finds whom to ask about, and Stripe decides. */
export const findCandidates = (db: Queryable, teamId: string): Promise<string[]> => listTeamCustomers(db, teamId)
