import type { QuoteTwin } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { foldText } from './quote-rules.ts'
import { listedOf } from './row-rules.ts'
import { listByReference } from './store.ts'

/** The quote that has this reference already: of this source, else the first of another one. */
export const findTwin = async (
  { db }: Pick<Kernel, 'db'>,
  { reference, source }: { readonly reference: string; readonly source: string },
): Promise<QuoteTwin | null> => {
  const rows = await listByReference(db, foldText(reference))
  const same = rows.find(({ sourceKey }) => sourceKey === foldText(source))
  const row = same ?? rows[0]
  return row ? { ...listedOf(row), isSameSource: same !== undefined } : null
}
