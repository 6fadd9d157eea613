import type { Tenants, TenantsWish } from '@countersign/shared/features/tenants'
import type { Kernel } from '../../kernel/context.ts'
import { describeTenant } from './describe-tenant.ts'
import { listTenants as listRows } from './store.ts'

const PAGE = 100

/** A page of the tenants by team id, or of those only that need a person. */
export const listTenants = async ({ db }: Pick<Kernel, 'db'>, { show, cursor }: TenantsWish): Promise<Tenants> => {
  const rows = await listRows(db, { after: cursor ?? null, limit: PAGE + 1, isStuck: show === 'stuck' })
  const tenants = rows.slice(0, PAGE).map(describeTenant)
  return { tenants, nextCursor: rows.length > PAGE ? (tenants.at(-1)?.teamId ?? null) : null }
}
