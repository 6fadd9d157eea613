import { setImmediate as breathe } from 'node:timers/promises'
import type { Queryable } from '../../ports/database.ts'
import { type Fate, type Found, fateOf, keyOfReference } from './import-rules.ts'
import { foldText } from './quote-rules.ts'
import { listKnown } from './store.ts'
import { takeFingerprint } from './take-fingerprint.ts'

const AT_ONCE = 500

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
  const judged: Array<{ found: Found; fate: Fate }> = []
  for (const [at, found] of quotes.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await breathe()
    const { content } = found
    judged.push({ found, fate: fateOf(known.get(keyOfReference(content)), takeFingerprint(content), importId) })
  }
  return judged
}
