// Segments: runs of documents indexed together. A new run takes in the runs before it while they are not more than twice
// its size, so that there are never many, and a document is indexed again only a few times in its life.

import { SEGMENT_PLACES } from './postings-rules.ts'

export interface Segment {
  readonly id: number
  readonly firstDocument: number
  readonly endDocument: number
}

export interface SegmentPlan {
  readonly firstDocument: number
  readonly endDocument: number
  /** Segments that the new one replaces. */
  readonly replaced: readonly number[]
}

const sizeOf = (segment: Pick<Segment, 'firstDocument' | 'endDocument'>): number =>
  segment.endDocument - segment.firstDocument

/** The next run to index, or null when nothing is new. Documents count from 0; `nextDocument` is not given out yet. */
export const planSegment = (
  segments: readonly Segment[],
  indexedTo: number,
  nextDocument: number,
): SegmentPlan | null => {
  if (nextDocument <= indexedTo) return null
  const endDocument = Math.min(nextDocument, indexedTo + SEGMENT_PLACES)
  let firstDocument = indexedTo
  const replaced: number[] = []
  for (const segment of segments.toSorted((a, b) => b.endDocument - a.endDocument)) {
    const isTooLarge = endDocument - segment.firstDocument > SEGMENT_PLACES
    if (segment.endDocument !== firstDocument || isTooLarge) break
    if (sizeOf(segment) > 2 * (endDocument - firstDocument)) break
    firstDocument = segment.firstDocument
    replaced.push(segment.id)
  }
  return { firstDocument, endDocument, replaced }
}

const FIRST_LOOK = SEGMENT_PLACES
const SECOND_LOOK = 4 * SEGMENT_PLACES

/** Segments in the order to look through them: newest first, a common word being answered by the first look alone. */
export const planLooks = (segments: readonly Segment[]): Segment[][] => {
  const looks: Segment[][] = [[], [], []]
  let seen = 0
  for (const segment of segments.toSorted((a, b) => b.endDocument - a.endDocument)) {
    const look = seen < FIRST_LOOK ? 0 : seen < SECOND_LOOK ? 1 : 2
    looks[look]?.push(segment)
    seen += sizeOf(segment)
  }
  return looks.filter((look) => look.length > 0)
}
