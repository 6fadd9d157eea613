import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { announceWork } from '../../kernel/due-work.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { makeTenantDue } from './store.ts'

export interface AskReconcile {
  readonly actor: Actor
  readonly requestId: string | null
  readonly teamId: string
}

/** Has a tenant compared with Stripe now, and what failed tried again, rather than when its time comes. */
export const askReconcile = async (
  { db, clock, settings }: Pick<Kernel, 'db' | 'clock' | 'settings'>,
  { actor, requestId, teamId }: AskReconcile,
): Promise<void> => {
  if (!settings.tenants) throw new AppError('TENANTS_NOT_SET_UP')
  const now = clock.now()
  await inTransaction(db, async (tx) => {
    if (!(await makeTenantDue(tx, teamId, now))) throw new AppError('NOT_FOUND')
    await recordAudit(tx, now, { actor, action: 'tenant.asked', subject: { kind: 'tenant', id: teamId }, requestId })
    announceWork(tx, 'tenants')
  })
}
