import type { AuditEntry } from '@countersign/shared/features/audit'
import type { Queryable } from '../../ports/database.ts'
import { showEntry } from './show-entry.ts'
import { entriesPage } from './store.ts'

/** Who opened a customer for this ticket, newest first. */
export const listLooks = async (db: Queryable, ticket: string, limit: number): Promise<AuditEntry[]> => {
  const rows = await entriesPage(db, { filter: { ticket, action: 'customer.opened' }, before: null, limit })
  return rows.map(showEntry)
}
