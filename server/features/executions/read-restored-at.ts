import type { Queryable } from '../../ports/database.ts'
import { readGate } from './store.ts'

/** When a backup was last put back; what was asked for until then may have been done and forgotten. */
export const readRestoredAt = async (db: Queryable): Promise<number | null> => (await readGate(db)).restoredAt
