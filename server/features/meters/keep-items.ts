import { announceWork } from '../../kernel/due-work.ts'
import type { Transaction } from '../../ports/database.ts'
import type { FetchedItem } from './fetch-items.ts'
import { findItem, findSet, makeItemsDue, makeOverDue, putItem, putPeriod, setPeriods } from './store.ts'

const keepItem = async (tx: Transaction, { row, startsAt, endsAt }: FetchedItem, now: number): Promise<void> => {
  const { stripeId: itemStripeId, teamId, counter, meterStripeId } = row
  const before = await findItem(tx, itemStripeId)
  // A later reading of Stripe is written down already.
  if (!(await putItem(tx, row)) || meterStripeId === null || teamId === null || counter === null) return
  if (before && before.problem !== row.problem) await makeItemsDue(tx, [itemStripeId], now)
  await putPeriod(tx, { itemStripeId, startsAt, endsAt, teamId, counter }, now)
  // The count may have come before the period was known.
  const set = await findSet(tx, { teamId, counter })
  if (set && set.countedAt >= startsAt && set.countedAt < endsAt) await setPeriods(tx, set, now)
}

/** Writes down what is sold, with the periods that it has now; periods before them are looked at for their invoice. */
export const keepItems = async (tx: Transaction, items: readonly FetchedItem[], now: number): Promise<void> => {
  for (const item of items.toSorted((one, other) => (one.row.stripeId < other.row.stripeId ? -1 : 1)))
    await keepItem(tx, item, now)
  const metered = items.filter(({ row }) => row.meterStripeId !== null).map(({ row }) => row.stripeId)
  await makeOverDue(tx, metered, now)
  announceWork(tx, 'meters')
}
