import type { MethodOffer } from '@countersign/shared/features/invoice-work'
import type { Queryable } from '../../ports/database.ts'
import { sumOf } from './line-rules.ts'
import { offerMethods } from './method-rules.ts'
import { readRow } from './read-row.ts'

/** Every way to pay this invoice, whether it is possible in its currency and for its sum, and why not. */
export const offerWays = async (db: Queryable, id: string): Promise<MethodOffer[]> => {
  const { row, choices } = await readRow(db, id)
  return offerMethods(row.currency, choices.lines.length === 0 ? null : sumOf(choices.lines))
}
