import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { nameEvent } from './name-event.ts'
import { insertEvent, type PeriodRow, updatePeriod } from './store.ts'

/** Writes down what Stripe is to be told before it is told. undefined: somebody else has taken over. */
export const makeEvent = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  row: PeriodRow,
  stampAt: number,
): Promise<PeriodRow | undefined> => {
  const { itemStripeId, startsAt, teamId, countValue: value, readingId } = row
  assert(value !== null && readingId !== null, 'an event without a count')
  const revision = row.revision + 1
  return inTransaction(db, async (tx) => {
    const taken = await updatePeriod(tx, row, { revision })
    if (!taken) return undefined
    const identifier = nameEvent({ teamId, itemStripeId, startsAt, revision })
    const end = { endedAt: null, outcome: null }
    await insertEvent(tx, {
      identifier,
      itemStripeId,
      startsAt,
      revision,
      value,
      stampAt,
      readingId,
      madeAt: clock.now(),
      ...end,
    })
    return taken
  })
}
