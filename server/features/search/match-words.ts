import type { Database } from '../../ports/database.ts'
import { gramsOf } from './gram-rules.ts'
import { commonPlaces, type Postings } from './postings-rules.ts'
import { type Found, holdsWords } from './search-rules.ts'
import { planLooks, type Segment } from './segment-rules.ts'
import { listDocuments, listSegments, readGrams } from './store.ts'

/** The first look finds out which grams are rare; the next ones ask for those. What is left over is found by reading. */
const GRAMS_TRIED = 14
const GRAMS_ASKED = 6
/** Of common grams fewer are asked: each is a map of 8 KiB in every segment. */
const PLACES_ASKED = 30_000
const READ_AT_ONCE = 100
/** A bound on the work for words whose grams are common but don't stand together; what lies beyond isn't found. */
const MOST_READ = 600

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
  if (grams.length <= GRAMS_TRIED) return [...grams]
  const step = (grams.length - 1) / (GRAMS_TRIED - 1)
  return Array.from({ length: GRAMS_TRIED }, (_, i) => grams[Math.round(i * step)] ?? '')
}

/** Rarest first, as many as are cheap to read: two at least. */
const rarest = (seen: ReadonlyMap<string, number>): string[] => {
  let places = 0
  return [...seen]
    .toSorted((a, b) => a[1] - b[1])
    .filter(([, documents], index) => {
      places += documents
      return index < 2 || (index < GRAMS_ASKED && places <= PLACES_ASKED)
    })
    .map(([gram]) => gram)
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
  let toRead = MOST_READ
  for (const segments of planLooks(await listSegments(db))) {
    const { documents, seen } = await lookThrough(db, segments, grams)
    found.push(...(await verify(db, documents.slice(0, toRead), words, limit - found.length)))
    toRead -= documents.length
    if (found.length >= limit || toRead <= 0) break
    grams = rarest(seen)
  }
  return found.slice(0, limit)
}
