import type { VerificationLine } from '@countersign/shared/features/teams'
import type { Kernel } from '../../kernel/context.ts'
import type { Queryable } from '../../ports/database.ts'
import { describeVerification } from './describe-verification.ts'
import { listLiveProofs } from './store.ts'

/** More than one live proof of a ticket is rare: a ticket about two teams, or verified again and again. */
const MOST = 1000

/** The newest live proof of each of these tickets; a ticket without one is absent. */
export const readTicketProofs = async (
  { db, clock }: Pick<Kernel, 'clock'> & { readonly db: Queryable },
  tickets: readonly string[],
): Promise<Map<string, VerificationLine>> => {
  if (tickets.length === 0) return new Map()
  const rows = await listLiveProofs(db, { tickets }, { now: clock.now(), limit: MOST })
  return new Map(rows.toReversed().map((row) => [row.ticket, describeVerification(row)]))
}
