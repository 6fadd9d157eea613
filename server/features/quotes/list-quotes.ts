import type { QuoteFilter, QuotePage } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { cursorOf, placeOf } from './quote-rules.ts'
import { listedOf } from './row-rules.ts'
import { listQuoteRows, sumQuotes } from './store.ts'

export interface QuoteSearch {
  readonly filter: QuoteFilter
  readonly cursor?: string | undefined
  readonly limit: number
}

/** One page, accepted last first, with the totals of everything that matches. */
export const listQuotes = async (
  { db }: Pick<Kernel, 'db'>,
  { filter, cursor, limit }: QuoteSearch,
): Promise<QuotePage> => {
  const place = cursor === undefined ? null : placeOf(cursor)
  if (cursor !== undefined && place === null) throw new AppError('INPUT_INVALID', { data: { field: 'cursor' } })
  const rows = await listQuoteRows(db, { filter, place, limit: limit + 1 })
  const sums = await sumQuotes(db, filter)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const counted = Map.groupBy(
    sums.filter(({ isWithdrawn }) => !isWithdrawn),
    ({ currency }) => currency,
  )
  return {
    quotes: shown.map(listedOf),
    nextCursor: last !== undefined && rows.length > limit ? cursorOf(last) : null,
    matches: sums.reduce((sum, { quotes }) => sum + quotes, 0),
    totals: [...counted].map(([currency, parts]) => ({
      total: { amount: parts.reduce((sum, { total }) => sum + total, 0), currency },
      quotes: parts.reduce((sum, { quotes }) => sum + quotes, 0),
    })),
  }
}
