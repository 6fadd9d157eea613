import { randomInt } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Database } from '../../ports/database.ts'
import { BREAK, gramsOf } from './gram-rules.ts'
import { packPlaces } from './postings-rules.ts'
import { planSegment, type SegmentPlan } from './segment-rules.ts'
import {
  advanceIndex,
  claimIndexing,
  deleteGrams,
  hasNewDocuments,
  insertGrams,
  listGramSegments,
  listSegments,
  listTexts,
  replaceSegments,
} from './store.ts'

const LEASE_MS = 120_000
const TEXTS_AT_ONCE = 1000
const GRAMS_AT_ONCE = 500
const LARGEST_ID = 2 ** 47

/** What an indexing that ended half-way, or was overtaken, has left: grams of segments that nobody reads. */
const sweep = async (db: Database, live: ReadonlySet<number>): Promise<void> => {
  for (const segment of await listGramSegments(db)) if (!live.has(segment)) await deleteGrams(db, segment)
}

const notePlace = (places: Map<string, number[]>, place: number, text: string): void => {
  for (const gram of gramsOf(text)) {
    const known = places.get(gram)
    if (known) known.push(place)
    else places.set(gram, [place])
  }
}

/** Small steps with a pause between them, so that searches get their turn. */
const collectPlaces = async (db: Database, plan: SegmentPlan): Promise<Map<string, number[]>> => {
  const places = new Map<string, number[]>()
  let from = plan.firstDocument
  for (;;) {
    const texts = await listTexts(db, from, plan.endDocument, TEXTS_AT_ONCE)
    for (const { document, nameFold, emailFold } of texts) {
      notePlace(places, document - plan.firstDocument, `${nameFold ?? ''}${BREAK}${emailFold ?? ''}`)
    }
    const last = texts.at(-1)
    if (!last || texts.length < TEXTS_AT_ONCE) return places
    from = last.document + 1
    await breathe()
  }
}

const writeGrams = async (db: Database, segment: number, places: ReadonlyMap<string, number[]>): Promise<void> => {
  const grams = [...places.keys()].toSorted()
  for (let from = 0; from < grams.length; from += GRAMS_AT_ONCE) {
    const rows = grams.slice(from, from + GRAMS_AT_ONCE).map((gram) => {
      const { count, bytes } = packPlaces(places.get(gram) ?? [])
      return { segment, gram, documents: count, postings: bytes }
    })
    await insertGrams(db, rows)
    await breathe()
  }
}

/**
 * Brings the gram index one segment further, and says how many documents it took in; 0 = nothing to do, or another
 * replica is at it. What is being written is invisible until the last step, so it needs no long transaction.
 */
export const indexDocuments = async ({ db, clock }: Pick<Kernel, 'db' | 'clock'>, indexer: string): Promise<number> => {
  // Asked each second: most of the time there is nothing, and nothing must be written then.
  if (!(await hasNewDocuments(db))) return 0
  const state = await claimIndexing(db, indexer, clock.now(), clock.now() + LEASE_MS)
  if (!state) return 0
  const segments = await listSegments(db)
  const plan = planSegment(segments, state.indexedTo, state.nextDocument)
  if (!plan) return 0
  await sweep(db, new Set(segments.map((segment) => segment.id)))
  const id = randomInt(LARGEST_ID)
  await writeGrams(db, id, await collectPlaces(db, plan))
  const { firstDocument, endDocument, replaced } = plan
  const isPublished = await inTransaction(db, async (tx) => {
    if (!(await advanceIndex(tx, indexer, state.indexedTo, endDocument))) return false
    await replaceSegments(tx, { id, firstDocument, endDocument }, replaced)
    return true
  })
  return isPublished ? endDocument - state.indexedTo : 0
}
