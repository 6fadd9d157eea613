import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gramsOf } from '../../server/features/search/gram-rules.ts'
import { commonPlaces, packPlaces, SEGMENT_PLACES, unpackPlaces } from '../../server/features/search/postings-rules.ts'
import { planLooks, planSegment, type Segment } from '../../server/features/search/segment-rules.ts'

const rising = (numbers: Iterable<number>): number[] => [...new Set(numbers)].toSorted((a, b) => a - b)

/** Few, many, and either side of where a list becomes a map. */
const places = fc
  .record({
    count: fc.constantFrom(0, 1, 50, 4095, 4096, 4097, 20_000, SEGMENT_PLACES),
    from: fc.nat(SEGMENT_PLACES - 1),
    step: fc.constantFrom(1, 2, 3, 7, 13),
  })
  .map(({ count, from, step }) =>
    rising(
      Array.from(
        { length: Math.min(count, Math.floor(SEGMENT_PLACES / step)) },
        (_, i) => (from + i * step) % SEGMENT_PLACES,
      ),
    ),
  )

describe('postings', () => {
  test('unpack to what was packed, in at most 8 KiB', () => {
    fc.assert(
      fc.property(places, (given) => {
        const packed = packPlaces(given)
        expect(packed.bytes.length).toBeLessThanOrEqual(8192)
        expect(unpackPlaces(packed)).toEqual(given)
      }),
      { numRuns: 25 },
    )
  })

  test('have in common what all of them hold', () => {
    fc.assert(
      fc.property(fc.array(places, { minLength: 1, maxLength: 4 }), (lists) => {
        const sets = lists.map((list) => new Set(list))
        const expected = lists[0]!.filter((place) => sets.every((set) => set.has(place)))
        expect(commonPlaces(lists.map(packPlaces))).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })

  test('are the same from a buffer that starts at an odd address', () => {
    const packed = packPlaces([1, 300, 65_535])
    const odd = new Uint8Array([0, ...packed.bytes]).subarray(1)
    expect(unpackPlaces({ count: 3, bytes: odd })).toEqual([1, 300, 65_535])
  })
})

describe('grams', () => {
  test('a text holds all grams of every part of it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...Array.from('abcé会議😀 -')), { maxLength: 20 }),
        fc.nat(20),
        fc.nat(8),
        (letters, from, length) => {
          const grams = gramsOf(letters.join(''))
          for (const gram of gramsOf(letters.slice(from, from + length).join(''))) expect(grams).toContain(gram)
        },
      ),
    )
  })

  test('an emoji counts as one letter, two signs that are words are enough, none spans name and e-mail', () => {
    expect([...gramsOf('a😀b')]).toEqual(['a😀b'])
    expect([...gramsOf('北京')]).toEqual(['北京'])
    expect([...gramsOf('🚀🌊')]).toEqual(['🚀🌊'])
    expect([...gramsOf('ab')]).toEqual([])
    expect([...gramsOf('abc\ndef')]).toEqual(['abc', 'def'])
    expect([...gramsOf('éab\ndef')]).toEqual(['éab', 'def'])
  })
})

describe('segments', () => {
  const grow = (steps: readonly number[]) => {
    let segments: Segment[] = []
    let next = 0
    let indexedTo = 0
    let rewritten = 0
    for (const [index, step] of steps.entries()) {
      next += step
      for (let plan = planSegment(segments, indexedTo, next); plan; plan = planSegment(segments, indexedTo, next)) {
        const { firstDocument, endDocument, replaced } = plan
        segments = [
          ...segments.filter(({ id }) => !replaced.includes(id)),
          { id: index * 1e6 + indexedTo, firstDocument, endDocument },
        ]
        rewritten += endDocument - firstDocument
        indexedTo = endDocument
      }
    }
    return { segments: segments.toSorted((a, b) => a.firstDocument - b.firstDocument), next, rewritten }
  }

  test('cover every document once, whatever arrives; few in number; none too large; little is done twice', () => {
    const arrivals = fc.array(fc.oneof(fc.nat(20), fc.nat(3000), fc.nat(200_000)), { maxLength: 60 })
    fc.assert(
      fc.property(arrivals, (steps) => {
        const { segments, next, rewritten } = grow(steps)
        let covered = 0
        for (const { firstDocument, endDocument } of segments) {
          expect(firstDocument).toBe(covered)
          expect(endDocument - firstDocument).toBeLessThanOrEqual(SEGMENT_PLACES)
          covered = endDocument
        }
        expect(covered).toBe(next)
        expect(segments.length).toBeLessThanOrEqual((2 * next) / SEGMENT_PLACES + 20)
        expect(rewritten).toBeLessThanOrEqual(20 * next)
      }),
    )
  })

  test('are looked through newest first, each once', () => {
    const { segments } = grow([200_000, 300_000, 500, 20])
    const looks = planLooks(segments)
    expect(looks.length).toBeLessThanOrEqual(3)
    expect(looks.flat()).toEqual(segments.toReversed())
  })
})
