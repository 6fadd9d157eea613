import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { announceWork } from '../../kernel/due-work.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { makePeriodAnew, type PeriodKey } from './store.ts'

export interface RetryPeriod extends PeriodKey {
  readonly actor: Actor
  readonly requestId: string | null
}

/** Has a period looked at now rather than when its time comes, as after something was mended in Stripe. */
export const retryPeriod = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId, itemStripeId, startsAt }: RetryPeriod,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const now = clock.now()
    const row = await makePeriodAnew(tx, { itemStripeId, startsAt }, now)
    if (!row) throw new AppError('NOT_FOUND')
    const subject = { kind: 'meter', id: `${row.teamId}/${row.counter}` }
    await recordAudit(tx, now, { actor, action: 'meter.retried', subject, requestId, details: { itemStripeId } })
    announceWork(tx, 'meters')
  })
