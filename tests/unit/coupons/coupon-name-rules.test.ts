import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COUPON_NAME_LIMIT, nameCoupon } from '../../../server/features/coupons/coupon-name-rules.ts'

describe('a coupon’s name', () => {
  test('says reason and ticket', () => {
    expect(nameCoupon('Outage 14–19 Oct', '#47102')).toBe('Outage 14–19 Oct #47102')
  })

  test('of exactly 40 characters is whole, of 41 the reason is cut', () => {
    expect(nameCoupon('r'.repeat(33), '#47102')).toBe(`${'r'.repeat(33)} #47102`)
    // 40 − 6 − 1 = 33 for the reason, one of them the sign.
    expect(nameCoupon('r'.repeat(34), '#47102')).toBe(`${'r'.repeat(32)}… #47102`)
  })

  test('of a long ticket keeps twelve of the reason, or all of a shorter one', () => {
    // 40 − 12 − 1 = 27: 26 and the sign.
    expect(nameCoupon('Delayed feature', 't'.repeat(60))).toBe(`Delayed fea… ${'t'.repeat(26)}…`)
    expect(nameCoupon('Outage', 't'.repeat(60))).toBe(`Outage ${'t'.repeat(32)}…`)
    expect(nameCoupon('Delayed feature', 't'.repeat(24))).toBe(`Delayed feature ${'t'.repeat(24)}`)
  })

  test('is never cut within what a reader sees as one character', () => {
    // A family of four is one character of 11 units: 33 for the reason hold two of them and the sign (23), not three (34).
    const family = '👨‍👩‍👧‍👦'
    expect(family).toHaveLength(11)
    expect(nameCoupon(family.repeat(4), '#47102')).toBe(`${family}${family}… #47102`)
    expect(nameCoupon('e\u0301'.repeat(17), '#47102')).toBe(`${'e\u0301'.repeat(16)}… #47102`)
  })

  test('has no line breaks, control characters, halves of characters or spaces at a cut', () => {
    expect(nameCoupon(' Outage\n\tin \u0000 May ', ' #1 ')).toBe('Outage in May #1')
    expect(nameCoupon('Outage \ud83d', '#1')).toBe('Outage #1')
    expect(nameCoupon(`${'r'.repeat(31)} ${'s'.repeat(9)}`, '#47102')).toBe(`${'r'.repeat(31)}… #47102`)
  })

  test('of one part is that part', () => {
    expect(nameCoupon('', '#1')).toBe('#1')
    expect(nameCoupon('Outage', ' ')).toBe('Outage')
    expect(nameCoupon('', 't'.repeat(41))).toBe(`${'t'.repeat(39)}…`)
  })
})

test('never has more than 40 units, and always something of both parts', () => {
  expect(COUPON_NAME_LIMIT).toBe(40)
  const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 })
  fc.assert(
    fc.property(texts, texts, (reason, ticket) => {
      const name = nameCoupon(reason, ticket)
      expect(name.length).toBeLessThanOrEqual(40)
      expect(name.isWellFormed()).toBe(true)
      if (/\S/.test(reason) && /\S/.test(ticket)) expect(name).toContain(' ')
    }),
    { numRuns: 500 },
  )
})
