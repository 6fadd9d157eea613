import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { differenceWords } from './difference-rules.ts'
import type { LookedThere } from './look-there.ts'
import { type TenantRow, updateTenant } from './store.ts'
import { tellTenant } from './tell-tenant.ts'

/** Somebody changed the tenant over there: what was applied doesn't count any more, and is handed over under another id. */
export const noteDifference = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  row: TenantRow,
  { differences, learnt }: LookedThere,
): Promise<boolean> =>
  inTransaction(db, async (tx) => {
    const now = clock.now()
    if (!(await updateTenant(tx, row, { ...learnt, appliedHash: null, orderId: null }))) return false
    const text = `Changed over there, and set right: ${differenceWords(differences)}.`
    await tellTenant(tx, { teamId: row.teamId, at: now }, { kind: 'differed', text })
    await recordAudit(tx, now, {
      actor: systemActor('tenants'),
      action: 'tenant.differed',
      subject: { kind: 'tenant', id: row.teamId },
      reason: text,
      details: { differences: differences.map((difference) => ({ ...difference })) },
    })
    return true
  })
