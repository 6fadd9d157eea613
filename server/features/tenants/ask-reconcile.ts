import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { announceWork } from '../../kernel/due-work.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { makeTenantAnew } from './store.ts'

export interface AskReconcile {
  readonly actor: Actor
  readonly requestId: string | null
  readonly teamId: string
}

/**
 * Has a tenant compared with Stripe and handed over now, rather than when its time comes; one that was applied too, so that it
 * mends what somebody changed over there, or what a restored backup no longer knows.
 */
export const askReconcile = async (
  { db, clock, settings }: Pick<Kernel, 'db' | 'clock' | 'settings'>,
  { actor, requestId, teamId }: AskReconcile,
): Promise<void> => {
  if (!settings.tenants) throw new AppError('TENANTS_NOT_SET_UP')
  const now = clock.now()
  await inTransaction(db, async (tx) => {
    if (!(await makeTenantAnew(tx, teamId, now))) throw new AppError('NOT_FOUND')
    await recordAudit(tx, now, { actor, action: 'tenant.asked', subject: { kind: 'tenant', id: teamId }, requestId })
    announceWork(tx, 'tenants')
  })
}
