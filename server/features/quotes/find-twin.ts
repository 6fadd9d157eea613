import type { QuoteRow } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { foldText } from './quote-rules.ts'
import { listedOf } from './row-rules.ts'
import { findByReference } from './store.ts'

/** The quote that has this reference of this source already, if one has. */
export const findTwin = async (
  { db }: Pick<Kernel, 'db'>,
  { reference, source }: { readonly reference: string; readonly source: string },
): Promise<QuoteRow | null> => {
  const row = await findByReference(db, { referenceKey: foldText(reference), sourceKey: foldText(source) })
  return row ? listedOf(row) : null
}
