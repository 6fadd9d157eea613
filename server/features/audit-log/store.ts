import type { Transaction } from '../../ports/database.ts'
import type { AuditEntryTable, AuditPersonalTable } from '../../ports/schema/audit.ts'

export const insertEntry = async (tx: Transaction, entry: AuditEntryTable, personal: readonly AuditPersonalTable[]) => {
  await tx.insertInto('auditEntry').values(entry).execute()
  if (personal.length > 0) await tx.insertInto('auditPersonal').values(personal).execute()
}
