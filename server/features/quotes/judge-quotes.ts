import { setImmediate as breathe } from 'node:timers/promises'
import type { Queryable } from '../../ports/database.ts'
import { type Fate, type Found, fateOf, keyOfReference } from './import-rules.ts'
import { foldText } from './quote-rules.ts'
import { type KnownQuote, listKnown } from './store.ts'
import { takeFingerprint } from './take-fingerprint.ts'

const AT_ONCE = 500

/** A source that has a reference. */
type Named = Pick<KnownQuote, 'source' | 'sourceKey'>

/** What each of these would be, beside those that are here and those before it. */
export const judgeQuotes = async (
  db: Queryable,
  quotes: readonly Found[],
  importId: string | null,
): Promise<Array<{ found: Found; fate: Fate }>> => {
  const rows = await listKnown(
    db,
    quotes.map(({ content }) => foldText(content.reference)),
  )
  const sources = new Map<string, Named[]>(Map.groupBy(rows, ({ referenceKey }) => referenceKey))
  const known = new Map(rows.map((row) => [JSON.stringify([row.sourceKey, row.referenceKey]), row]))
  const judged: Array<{ found: Found; fate: Fate }> = []
  for (const [at, found] of quotes.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await breathe()
    const { content } = found
    const referenceKey = foldText(content.reference)
    const own = { sourceKey: foldText(content.source), source: content.source }
    const named = sources.get(referenceKey) ?? []
    const other = named.find(({ sourceKey }) => sourceKey !== own.sourceKey)
    const fate = fateOf(known.get(keyOfReference(content)), takeFingerprint(content), importId)
    judged.push({ found, fate: fate === 'new' && other ? { source: other.source } : fate })
    if (named.length === 0) sources.set(referenceKey, [own])
  }
  return judged
}
