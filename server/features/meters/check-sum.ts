import { HOUR_MS, MINUTE_MS, toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import { summarySpan } from './period-rules.ts'
import { type ItemRow, type PeriodRow, releasePeriod, updatePeriod } from './store.ts'

/** Stripe's sums come in time; one that differs for longer is told. */
const PATIENCE_MS = HOUR_MS
const AGAIN_MS = 10 * MINUTE_MS

/** Reads what Stripe makes of the events of a period. undefined: it is looked at again later, or by somebody else. */
export const checkSum = async (
  { db, stripe, clock }: Pick<Kernel, 'db' | 'stripe' | 'clock'>,
  row: PeriodRow,
  { meterStripeId, customerStripeId }: ItemRow,
): Promise<PeriodRow | undefined> => {
  assert(meterStripeId !== null && row.sentAt !== null, 'a sum of nothing')
  const { from, to } = summarySpan(row.startsAt, row.endsAt)
  const value = await stripe.readMeterSummary({ meterStripeId, customerStripeId, from: toIso(from), to: toIso(to) })
  const now = clock.now()
  const isSame = value === row.sentValue
  if (!isSame && now < row.sentAt + PATIENCE_MS) {
    await releasePeriod(db, row, { nextAt: now + AGAIN_MS })
    return undefined
  }
  const problem = isSame ? null : `Stripe adds up ${value} where ${row.sentValue} was told.`
  return updatePeriod(db, row, {
    summaryValue: Math.round(value),
    summaryAt: now,
    problem,
    stuckAt: isSame ? null : (row.stuckAt ?? now),
  })
}
