import { announceWork } from '../../kernel/due-work.ts'
import type { Transaction } from '../../ports/database.ts'
import { insertTenant, makeTenantDue } from './store.ts'
import { tellTenant } from './tell-tenant.ts'

/** Something about this team's plan may have changed: its tenant is compared anew. Known teams aren't told of twice. */
export const noteTenant = async (tx: Transaction, teamId: string, now: number): Promise<void> => {
  const isNew = await insertTenant(tx, teamId, now)
  if (isNew) {
    const text = 'First seen with a plan that has a tenant.'
    await tellTenant(tx, { teamId, at: now }, { kind: 'noted', text })
  } else await makeTenantDue(tx, teamId, now)
  announceWork(tx, 'tenants')
}
