import { sql } from 'kysely'
import type { Database } from '../../ports/database.ts'

/** Whether a statement gets an answer just now. */
export const isDatabaseReady = async (db: Database): Promise<boolean> => {
  try {
    await sql`select 1`.execute(db)
    return true
  } catch {
    return false
  }
}
