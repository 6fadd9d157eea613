import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyOf, lastGroupOf, readKey } from '../../../server/features/licenses/key-rules.ts'

const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const aKey = fc.uint8Array({ minLength: 15, maxLength: 15 }).map(keyOf)
/** Places of the symbols in the written key. */
const PLACES = 'CS-00000-00000-00000-00000-00000'.split('').flatMap((letter, place) => (letter === '0' ? [place] : []))

const withSymbol = (key: string, place: number, symbol: string): string =>
  key.slice(0, place) + symbol + key.slice(place + 1)

describe('a license key', () => {
  test('is CS and five groups of five, and reads as itself', () => {
    fc.assert(
      fc.property(aKey, (key) => {
        expect(key).toMatch(/^CS(-[0-9A-HJKMNP-TV-Z]{5}){5}$/)
        expect(readKey(key)).toBe(key)
        expect(lastGroupOf(key)).toBe(key.split('-')[5])
      }),
    )
  })

  test('of no bits is worked out by hand: 24 zeros check out with a zero', () => {
    expect(keyOf(new Uint8Array(15))).toBe('CS-00000-00000-00000-00000-00000')
    // One bit: only the last of the 15 bytes is 1, so the first symbol is 1. Doubled 24 times in GF(32), where 31 doublings come
    // round: 2, 4, 8, 16, 5, 10, 20, 13, 26, 17, 7, 14, 28, 29, 31, 27, 19, 3, 6, 12, 24, 21, 15, 30 — symbol 30 is Y.
    const one = new Uint8Array(15)
    one[14] = 1
    expect(keyOf(one)).toBe('CS-10000-00000-00000-00000-0000Y')
  })

  test('different bits make different keys', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 15, maxLength: 15 }), fc.nat(119), (random, bit) => {
        const other = random.slice()
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(keyOf(other)).not.toBe(keyOf(random))
      }),
    )
  })

  test('is read however it is typed', () => {
    fc.assert(
      fc.property(aKey, fc.boolean(), (key, hasLook) => {
        const typed = ` ${key.toLowerCase().replaceAll('-', hasLook ? ' ' : '')} `
        expect(readKey(hasLook ? typed.replaceAll('0', 'o').replaceAll('1', 'l') : typed)).toBe(key)
      }),
    )
  })

  test('one wrong symbol is found, always', () => {
    fc.assert(
      fc.property(aKey, fc.constantFrom(...PLACES), fc.constantFrom(...SYMBOLS.split('')), (key, place, symbol) => {
        fc.pre(key[place] !== symbol)
        expect(readKey(withSymbol(key, place, symbol))).toBeNull()
      }),
    )
  })

  test('two symbols that changed places are found, always', () => {
    fc.assert(
      fc.property(aKey, fc.constantFrom(...PLACES), fc.constantFrom(...PLACES), (key, one, other) => {
        const [first = '', second = ''] = [key[one], key[other]]
        fc.pre(first !== second)
        expect(readKey(withSymbol(withSymbol(key, one, second), other, first))).toBeNull()
      }),
    )
  })

  test('nothing else is one', () => {
    const whole = keyOf(new Uint8Array(15).fill(7))
    for (const text of [
      '',
      'CS',
      whole.slice(2),
      whole.slice(0, -1),
      `${whole}0`,
      `${whole}${' '.repeat(64)}`,
      'U'.repeat(27),
    ])
      expect(readKey(text)).toBeNull()
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => readKey(text) === null))
  })
})
