import type { Queryable } from '../../ports/database.ts'
import { isCountBilled, listPeriods } from './store.ts'

/** Longer ago nothing can be billed: Stripe takes no event of more than 35 days ago. */
const MOST_PERIODS = 40

/** `open`: a period that is billed holds it. `coming`: one will. `closed`: it is over. `unbilled`: no plan bills that count. */
export interface FoundWindow {
  readonly window: 'open' | 'coming' | 'closed' | 'unbilled'
  readonly span: { readonly from: number; readonly to: number } | null
}

/** Which billing period a moment's count is for. */
export const findWindow = async (
  db: Queryable,
  { teamId, counter, at }: { readonly teamId: string; readonly counter: string; readonly at: number },
): Promise<FoundWindow> => {
  const periods = await listPeriods(db, { teamId, counter }, MOST_PERIODS)
  const held = periods.filter(({ startsAt, endsAt }) => startsAt <= at && at < endsAt)
  const open = held.find(({ closedAt }) => closedAt === null)
  if (open) return { window: 'open', span: { from: open.startsAt, to: open.endsAt } }
  if (!(await isCountBilled(db, { teamId, counter }))) {
    // One that was cut short is billed; what is counted since is nobody's bill.
    const isBilled = held.some(({ closedAt }) => closedAt !== null && at < closedAt)
    return { window: isBilled ? 'closed' : 'unbilled', span: null }
  }
  const isAfterAll = periods.every(({ endsAt }) => endsAt <= at)
  return { window: isAfterAll ? 'coming' : 'closed', span: null }
}
