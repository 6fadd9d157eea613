import { AppError } from '../../kernel/errors.ts'
import type { Queryable } from '../../ports/database.ts'
import { findCase } from './store.ts'

/** For what rests on no proof. Refuses with CASE_CLOSED. */
export const checkCaseOpen = async (db: Queryable, ticket: string): Promise<void> => {
  const standing = await findCase(db, ticket)
  if (standing && standing.closedAt !== null) throw new AppError('CASE_CLOSED')
}
