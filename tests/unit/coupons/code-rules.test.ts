import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CODE_LENGTH, codeFromBytes, codeStrengthBits } from '../../../server/features/coupons/code-rules.ts'

const bytesOf = (...bytes: number[]) => Uint8Array.from(bytes)
const SYMBOLS = '23456789ACDEFHJKMNPRTVWXY'

describe('a code', () => {
  test('is read byte by byte: 0–24 upper, 25–49 lower, and so on', () => {
    // 0 → 2, 7 → 9, 8 → A, 24 → Y, 25 → 2, 33 → a, 49 → y, 50 → 2, 58 → A, 249 → y (249 = 9 × 25 + 24).
    const bytes = bytesOf(0, 7, 8, 24, 25, 33, 49, 50, 58, 249, 8, 8, 8, 8)
    expect(codeFromBytes(bytes)).toBe('29AY2ay2AyAAAA')
  })

  test('leaves out bytes that would favour a symbol: 250 and above', () => {
    const bytes = bytesOf(250, 0, 255, 8, 33, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8)
    expect(codeFromBytes(bytes)).toBe('2AaAAAAAAAAAAA')
    expect(codeFromBytes(bytes.slice(0, 15))).toBeNull()
  })

  test.each([
    ['a digit', [8, 33]],
    ['a lower-case letter', [8, 0]],
    ['an upper-case letter', [33, 0]],
  ])('that lacks %s is thrown away for the next', (_lacking, [first, second]) => {
    const draft = [first!, ...Array.from({ length: 13 }, () => second!)]
    expect(codeFromBytes(Uint8Array.from(draft))).toBeNull()
    const next = [0, 33, ...Array.from({ length: 12 }, () => 8)]
    expect(codeFromBytes(Uint8Array.from([...draft, ...next]))).toBe('2aAAAAAAAAAAAA')
  })

  test('needs all of its characters', () => {
    expect(codeFromBytes(new Uint8Array())).toBeNull()
  })
})

test('always 14 characters, mixed, without look-alikes', () => {
  let codes = 0
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
      const code = codeFromBytes(bytes)
      if (code === null) return
      codes += 1
      expect(code).toHaveLength(CODE_LENGTH)
      expect(code).toMatch(/[0-9]/)
      expect(code).toMatch(/[a-z]/)
      expect(code).toMatch(/[A-Z]/)
      expect(code).not.toMatch(/[01ILOSZBGQU]/i)
    }),
  )
  expect(codes).toBeGreaterThan(80)
})

test('every symbol, and every case of a letter, stands for as many bytes as any other', () => {
  const counts = new Map<string, number>()
  // A mixed frame around the byte in question shows which character it becomes.
  for (let byte = 0; byte < 250; byte += 1) {
    const code = codeFromBytes(bytesOf(byte, 0, 8, 33, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8)) ?? ''
    counts.set(code.charAt(0), (counts.get(code.charAt(0)) ?? 0) + 1)
  }
  // 250 bytes over 25 symbols are ten each; a letter's ten are five upper and five lower.
  for (const symbol of SYMBOLS) {
    const isDigit = symbol < 'A'
    expect([counts.get(symbol), counts.get(symbol.toLowerCase())]).toEqual(isDigit ? [10, 10] : [5, 5])
  }
  expect(counts.size).toBe(8 + 17 * 2)
})

test('is at least 64 bits strong without regard to case', () => {
  expect(codeStrengthBits()).toBeGreaterThanOrEqual(64)
  // 14 × log2(25) = 65.0140; throwing away the one draft in a hundred that isn't mixed costs a little.
  expect(codeStrengthBits()).toBeLessThan(14 * Math.log2(25))
  const withoutDigit = (17 / 25) ** 14
  // Upper case alone: each character is a digit (8/25) or an upper letter (17/50), 16.5/25 together; the same for lower
  // case; digits alone are in both.
  const oneCase = 2 * (16.5 / 25) ** 14 - (8 / 25) ** 14
  // Letters of one case alone are in both sums.
  const both = 2 * (8.5 / 25) ** 14
  expect(codeStrengthBits()).toBeCloseTo(14 * Math.log2(25) + Math.log2(1 - withoutDigit - oneCase + both), 9)
})
