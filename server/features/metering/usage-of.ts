import { toIso } from '@countersign/shared/times'
import type { Queryable } from '../../ports/database.ts'
import { listCounts } from './store.ts'

/** The last count of something that is believed. */
interface TeamUsage {
  readonly teamId: string
  readonly counter: string
  readonly value: number
  readonly measuredAt: string
}

/** What teams use by the latest counts, with their times. Who isn't named wasn't counted: unknown, not zero. */
export const usageOf = async (db: Queryable, teamIds: readonly string[]): Promise<TeamUsage[]> => {
  const rows = await listCounts(db, teamIds)
  return rows.flatMap(({ teamId, counter, value, measuredAt }) =>
    value === null || measuredAt === null ? [] : [{ teamId, counter, value, measuredAt: toIso(measuredAt) }],
  )
}
