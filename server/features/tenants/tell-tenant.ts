import type { Transaction } from '../../ports/database.ts'
import { insertTenantEvent, type TenantEventRow } from './store.ts'
import type { Limits } from './wanted-rules.ts'

export interface Told {
  readonly kind: TenantEventRow['kind']
  readonly text: string
  readonly state?: TenantEventRow['state']
  readonly limits?: Limits | null
}

/** Adds to the tenant's history. */
export const tellTenant = (
  tx: Transaction,
  { teamId, at }: { teamId: string; at: number },
  { kind, text, state = null, limits = null }: Told,
): Promise<void> =>
  insertTenantEvent(tx, { teamId, at, kind, text, state, limits: limits === null ? null : JSON.stringify(limits) })
