import { canonicalJson, type Json } from '@countersign/shared/canonical'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { storableText } from '../../server/features/audit-log/text-rules.ts'

const json = fc.jsonValue() as fc.Arbitrary<Json>

/** The same value with its keys inserted the other way round, at every depth. */
const turned = (value: Json): Json => {
  if (Array.isArray(value)) return (value as Json[]).map(turned)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as Record<string, Json>)
  return Object.fromEntries(entries.toReversed().map(([key, inner]) => [key, turned(inner)]))
}

describe('canonical JSON', () => {
  it('writes one text for one value, whatever the order its keys were put in', () => {
    fc.assert(fc.property(json, (value) => canonicalJson(value) === canonicalJson(turned(value))))
  })

  it('says the same as the value', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('is a fixed point', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value)
        return canonicalJson(JSON.parse(text) as Json) === text
      }),
    )
  })

  it('writes different texts for different values', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        const isSame = JSON.stringify(JSON.parse(canonicalJson(a))) === JSON.stringify(JSON.parse(canonicalJson(b)))
        return isSame === (canonicalJson(a) === canonicalJson(b))
      }),
    )
  })

  it('sorts keys by UTF-16 code units, as the RFC does', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 }
    const keys = Object.keys(JSON.parse(canonicalJson(value)) as object)
    expect(keys.toSorted()).toEqual(['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'])
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}')
  })

  it('writes numbers as the RFC does', () => {
    expect(canonicalJson([333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0, 1e21])).toBe(
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0,1e+21]',
    )
  })

  it('keeps a key that would name the prototype', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"b":1,"a":2}}') as Json)).toBe('{"__proto__":{"a":2,"b":1}}')
  })
})

describe('storable text', () => {
  it('holds neither U+0000 nor a lone surrogate, and leaves the rest as it is', () => {
    expect(storableText('a\u0000b\ud800c😀')).toBe('a\ufffdb\ufffdc😀')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => text.includes('\0') || storableText(text) === text),
    )
  })
})
