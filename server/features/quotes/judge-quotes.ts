import type { Queryable } from '../../ports/database.ts'
import { type Fate, type Found, fateOf, keyOfReference } from './import-rules.ts'
import { foldText } from './quote-rules.ts'
import { listKnown } from './store.ts'
import { takeFingerprint } from './take-fingerprint.ts'

/** What each of these would be, beside those that are here. */
export const judgeQuotes = async (
  db: Queryable,
  quotes: readonly Found[],
  importId: string | null,
): Promise<Array<{ found: Found; fate: Fate }>> => {
  const rows = await listKnown(
    db,
    quotes.map(({ content }) => foldText(content.reference)),
  )
  const known = new Map(rows.map((row) => [JSON.stringify([row.sourceKey, row.referenceKey]), row]))
  return quotes.map((found) => ({
    found,
    fate: fateOf(known.get(keyOfReference(found.content)), takeFingerprint(found.content), importId),
  }))
}
