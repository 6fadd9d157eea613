import type { Queryable } from '../../ports/database.ts'
import type { Attempt } from './reserve-attempt.ts'
import { deleteAttempts, deleteAttemptsOf } from './store.ts'

/**
 * Takes an attempt back that was none. A success also forgives the e-mail's earlier failures, never the address's: else
 * whoever owns one account could clear the way for guessing at others.
 */
export const releaseAttempt = async (q: Queryable, attempt: Attempt, isSuccess: boolean): Promise<void> => {
  await deleteAttempts(q, attempt.ids)
  if (isSuccess && attempt.emailKey !== null) await deleteAttemptsOf(q, attempt.emailKey)
}
