import type { Database } from '../../../ports/database.ts'
import { gramsOf } from '../gram-rules.ts'
import { commonPlaces, type Postings } from '../postings-rules.ts'
import { type Found, holdsWords } from '../search-rules.ts'
import { planLooks, type Segment } from '../segment-rules.ts'
import { listDocuments, listSegments, readGrams } from './store.ts'

/** More grams than this narrow little; what they would have excluded is excluded by reading the names. */
const GRAMS_ASKED = 6
const READ_AT_ONCE = 60
/** A bound on the work for words whose grams are common but don't stand together; what lies beyond isn't found. */
const MOST_READ = 600

const RARE = 500

interface Look {
  readonly documents: number[]
  /** Grams with how often they were seen, to ask the next look for the rarest. */
  readonly seen: ReadonlyMap<string, number>
}

const lookThrough = async (db: Database, segments: readonly Segment[], grams: readonly string[]): Promise<Look> => {
  const ids = segments.map((segment) => segment.id)
  const rows = await readGrams(db, ids, grams)
  const seen = new Map(grams.map((gram) => [gram, 0]))
  const bySegment = new Map<number, Postings[]>()
  for (const row of rows) {
    seen.set(row.gram, (seen.get(row.gram) ?? 0) + row.documents)
    const known = bySegment.get(row.segment) ?? []
    known.push({ count: row.documents, bytes: row.postings })
    bySegment.set(row.segment, known)
  }
  const documents: number[] = []
  for (const { id, firstDocument } of segments) {
    const postings = bySegment.get(id) ?? []
    if (postings.length < grams.length) continue
    const places = commonPlaces(postings)
    for (let i = places.length - 1; i >= 0 && documents.length < MOST_READ; i--) {
      documents.push(firstDocument + (places[i] ?? 0))
    }
  }
  return { documents, seen }
}

/** The grams to start with: from the middle and the end too, since words often begin alike. */
const spread = (grams: readonly string[]): string[] => {
  if (grams.length <= GRAMS_ASKED) return [...grams]
  const step = (grams.length - 1) / (GRAMS_ASKED - 1)
  return Array.from({ length: GRAMS_ASKED }, (_, i) => grams[Math.round(i * step)] ?? '')
}

/** Two grams that are rare say enough; of common ones it takes more. */
const rarest = (seen: ReadonlyMap<string, number>): string[] => {
  const grams = [...seen].toSorted((a, b) => a[1] - b[1])
  const isRare = (grams[0]?.[1] ?? 0) < RARE
  return grams.slice(0, isRare ? 2 : 4).map(([gram]) => gram)
}

const verify = async (db: Database, documents: readonly number[], words: readonly string[], limit: number) => {
  const found: Found[] = []
  for (let from = 0; from < documents.length && found.length < limit; from += READ_AT_ONCE) {
    const rows = await listDocuments(db, documents.slice(from, from + READ_AT_ONCE))
    for (const { stripeId, nameFold, emailFold } of rows) {
      if (!holdsWords(words, [nameFold, emailFold])) continue
      const isName = holdsWords(words, [nameFold])
      found.push({
        matched: isName ? 'name' : 'email',
        objectStripeId: stripeId,
        value: (isName ? nameFold : emailFold) ?? '',
      })
    }
  }
  return found
}

/** Customers that hold every word somewhere in name or e-mail, newest documents first, at most about `limit`. */
export const matchWords = async (db: Database, words: readonly string[], limit: number): Promise<Found[]> => {
  let grams = spread([...new Set(words.flatMap((word) => [...gramsOf(word)]))])
  if (grams.length === 0) return []
  const found: Found[] = []
  for (const segments of planLooks(await listSegments(db))) {
    const { documents, seen } = await lookThrough(db, segments, grams)
    found.push(...(await verify(db, documents, words, limit - found.length)))
    if (found.length >= limit) break
    grams = rarest(seen)
  }
  return found.slice(0, limit)
}
