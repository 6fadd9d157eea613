import type { Queryable } from '../../ports/database.ts'
import { AppError } from '../../kernel/errors.ts'
import { listByReference } from './store.ts'

export interface Referred {
  /** Of the quote itself where it is here already. */
  readonly id: string | null
  readonly referenceKey: string
  readonly sourceKey: string
  /** Whoever asks knows of the other one, and means another quote. */
  readonly isTwinMeant: boolean
}

/**
 * Refuses QUOTE_KNOWN where the same source has that reference, QUOTE_KNOWN_ELSEWHERE where another source has it and nobody
 * said that this is another quote: one deal taken down from two systems would be invoiced twice.
 */
export const requireNoTwin = async (
  db: Queryable,
  { id, referenceKey, sourceKey, isTwinMeant }: Referred,
): Promise<void> => {
  const others = (await listByReference(db, referenceKey)).filter((one) => one.id !== id)
  const same = others.find((one) => one.sourceKey === sourceKey)
  if (same) throw new AppError('QUOTE_KNOWN', { data: { quoteId: same.id } })
  const [other] = others
  if (other && !isTwinMeant)
    throw new AppError('QUOTE_KNOWN_ELSEWHERE', { data: { quoteId: other.id, source: other.source } })
}
