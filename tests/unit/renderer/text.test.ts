import { assert as check, property, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balancePath } from '../../../src-renderer/lib/balance-path.ts'
import { diffChars } from '../../../src-renderer/lib/diff-chars.ts'
import { initials } from '../../../src-renderer/lib/initials.ts'
import { matchParts } from '../../../src-renderer/lib/match-text.ts'
import { plural } from '../../../src-renderer/lib/numbers.ts'

// Guards: marks in a text never change the text, whatever script it is in.

const different = (value: string, expected: string) =>
  diffChars(value, expected)
    .filter(({ isDifferent }) => isDifferent)
    .map(({ text }) => text)

describe('differing characters', () => {
  test('case differences are found one by one', () => {
    expect(different('7kq9xlw2vd', '7Kq9xLw2Vd')).toEqual(['k', 'l', 'v'])
  })

  test('one character more leaves the rest alike', () => {
    expect(different('7Kq9xxLw2Vd', '7Kq9xLw2Vd')).toEqual(['x'])
  })

  test('another id altogether differs as a whole, a very long text at once', () => {
    expect(different('zzzz', 'aaaa')).toEqual(['zzzz'])
    expect(diffChars('b'.repeat(100_000), 'a')).toHaveLength(1)
  })

  test('joined together the runs are the value', () => {
    check(
      property(string({ unit: 'grapheme' }), string({ unit: 'grapheme' }), (value, expected) => {
        expect(
          diffChars(value, expected)
            .map(({ text }) => text)
            .join(''),
        ).toBe(value)
        expect(different(value, value)).toEqual([])
      }),
    )
  })
})

describe('matches', () => {
  test('are marked without regard to case, all of them', () => {
    expect(matchParts('Cancel, credit the CREdit', 'cre').filter(({ isMatch }) => isMatch)).toHaveLength(2)
  })

  test('an empty query and a text that grows in lower case mark nothing', () => {
    expect(matchParts('Crescent', '  ')).toEqual([{ text: 'Crescent', isMatch: false }])
    expect(matchParts('İstanbul', 'bul')).toEqual([{ text: 'İstanbul', isMatch: false }])
  })

  test('joined together the parts are the text', () => {
    check(
      property(string({ unit: 'binary' }), string(), (text, query) => {
        expect(
          matchParts(text, query)
            .map((part) => part.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})

test.each([
  ['Ines Albrecht', 'IA'],
  ['Mara Okonkwo-Lindqvist', 'MO'],
  ['jonas', 'J'],
  ['田中 美咲', '田'],
  ['👩‍💻 Ada', '👩‍💻A'],
  ['', ''],
])('%j has the initials %j', (name, text) => {
  expect(initials(name)).toBe(text)
})

test('one is singular, everything else is not', () => {
  expect([0, 1, 2, 1200].map((count) => plural(count, 'hit', 'hits'))).toEqual([
    '0 hits',
    '1 hit',
    '2 hits',
    '1,200 hits',
  ])
})

describe('a balance over time', () => {
  const box = { width: 100, height: 10, from: 0, to: 100 }
  test('goes in steps and starts from what stood before', () => {
    const points = [
      { at: 50, amount: -100 },
      { at: -10, amount: -50 },
    ]
    expect(balancePath(points, box)).toEqual({ path: 'M0 5H50V10H100', zeroY: 0, end: { x: 100, y: 10 } })
  })

  test('without any point is a line at zero', () => {
    expect(balancePath([], box).path).toBe('M0 0H100')
  })
})
