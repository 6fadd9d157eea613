import { announceWork } from '../../kernel/due-work.ts'
import type { Transaction } from '../../ports/database.ts'
import type { FetchedItem } from './fetch-items.ts'
import {
  type CountKey,
  cutPeriods,
  findItem,
  findSet,
  type ItemRow,
  leaveTerms,
  makeItemsDue,
  makeOverDue,
  NOT_COUNTED,
  NOT_TOLD,
  putItem,
  putPeriod,
  setPeriods,
} from './store.ts'

interface Change {
  readonly before: ItemRow
  readonly row: ItemRow
  readonly startsAt: number
  readonly now: number
}

/** A plan that changes within its period is billed by what it says now. */
const followChange = async (tx: Transaction, { before, row, startsAt, now }: Change): Promise<void> => {
  const { stripeId: itemStripeId, teamId, counter, meterStripeId } = row
  const period = { itemStripeId, startsAt }
  if (before.meterStripeId !== meterStripeId)
    await leaveTerms(tx, period, { change: meterStripeId === null ? {} : NOT_TOLD, now })
  if (meterStripeId === null || teamId === null || counter === null) return
  if (before.teamId !== teamId || before.counter !== counter)
    await leaveTerms(tx, period, { change: { teamId, counter, ...NOT_COUNTED }, now })
  if (before.problem !== row.problem) await makeItemsDue(tx, [itemStripeId], now)
}

/** The count may have come before the period was known. */
const setFromBefore = async (
  tx: Transaction,
  key: CountKey,
  { startsAt, endsAt, now }: Omit<FetchedItem, 'row'> & { now: number },
) => {
  const set = await findSet(tx, key)
  if (set && set.countedAt >= startsAt && set.countedAt < endsAt) await setPeriods(tx, set, now)
}

const keepItem = async (tx: Transaction, { row, startsAt, endsAt }: FetchedItem, now: number): Promise<void> => {
  const { stripeId: itemStripeId, teamId, counter, meterStripeId } = row
  const before = await findItem(tx, itemStripeId)
  // A later reading of Stripe is written down already.
  if (!(await putItem(tx, row))) return
  await cutPeriods(tx, { itemStripeId, startsAt }, now)
  if (before) await followChange(tx, { before, row, startsAt, now })
  if (meterStripeId === null || teamId === null || counter === null) return
  await putPeriod(tx, { itemStripeId, startsAt, endsAt, teamId, counter }, now)
  await setFromBefore(tx, { teamId, counter }, { startsAt, endsAt, now })
}

/** Writes down what is sold, with the periods that it has now; periods before them are looked at for their invoice. */
export const keepItems = async (tx: Transaction, items: readonly FetchedItem[], now: number): Promise<void> => {
  for (const item of items.toSorted((one, other) => (one.row.stripeId < other.row.stripeId ? -1 : 1)))
    await keepItem(tx, item, now)
  const metered = items.filter(({ row }) => row.meterStripeId !== null).map(({ row }) => row.stripeId)
  await makeOverDue(tx, metered, now)
  announceWork(tx, 'meters')
}
