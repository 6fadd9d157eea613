import type { Liability } from '@countersign/shared/features/coupons'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { describeGrants } from './grant-rules.ts'
import { listGrants } from './store.ts'

const MOST_SUMMED = 5000
const MOST_SHOWN = 500

/** What is owed by coupons, as Stripe last told it. Asks nobody. */
export const readLiability = async ({ db, clock }: Pick<Kernel, 'db' | 'clock'>): Promise<Liability> => {
  const rows = await listGrants(db, MOST_SUMMED)
  const { byReason, grants } = describeGrants(rows, toIso(clock.now()))
  const asked = rows.filter(({ isSettled }) => isSettled === 0).map(({ checkedAt }) => checkedAt)
  return {
    byReason,
    grants: grants.slice(0, MOST_SHOWN),
    hasMore: grants.length > MOST_SHOWN,
    asOf: asked.length === 0 ? null : toIso(Math.min(...asked)),
  }
}
