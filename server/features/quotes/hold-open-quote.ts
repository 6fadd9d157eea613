import type { QuoteState } from '@countersign/shared/features/quotes'
import { toIso } from '@countersign/shared/times'
import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { holdQuote, type StoredQuote } from './store.ts'

export interface Meant {
  readonly id: string
  /** When it was last changed, as whoever acts has read it. */
  readonly changedAt: string
}

const REFUSALS = { invoiced: 'QUOTE_INVOICED', withdrawn: 'QUOTE_WITHDRAWN', accepted: 'QUOTE_MOVED' } as const

/** The quote as it was read, held until the commit; else NOT_FOUND, QUOTE_INVOICED, QUOTE_WITHDRAWN or QUOTE_MOVED. */
export const holdOpenQuote = async (
  tx: Transaction,
  { id, changedAt }: Meant,
  state: Exclude<QuoteState, 'invoiced'> = 'accepted',
): Promise<StoredQuote> => {
  const row = await holdQuote(tx, id)
  if (!row) throw new AppError('NOT_FOUND')
  if (row.state !== state) throw new AppError(REFUSALS[row.state])
  if (toIso(row.changedAt) !== changedAt) throw new AppError('QUOTE_MOVED')
  return row
}
