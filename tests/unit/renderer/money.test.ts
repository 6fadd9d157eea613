import { decimalText } from '@countersign/shared/money'
import { assert as check, constantFrom, maxSafeInteger, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { figurePadding, figureText, moneyText } from '../../../src-renderer/lib/money.ts'

// Guards: an amount on the screen is the amount at Stripe, to the last unit, in Stripe's decimals.

const of = (amount: number, currency: string) => ({ amount, currency })

describe('money in sentences', () => {
  test.each([
    [of(-120000, 'usd'), '−$1,200.00'],
    [of(77500, 'eur'), '€775.00'],
    [of(1280000, 'jpy'), '¥1,280,000'],
    [of(-1234567, 'kwd'), '−KWD 1,234.567'],
    [of(5, 'usd'), '$0.05'],
    [of(0, 'eur'), '€0.00'],
    [of(500, 'cad'), 'CA$5.00'],
    [of(150000, 'huf'), 'HUF 1,500.00'],
  ])('%j is %s', (money, text) => {
    expect(moneyText(money).replaceAll('\u00a0', ' ')).toBe(text)
  })

  test('a change carries its sign, nothing carries none', () => {
    expect(moneyText(of(7500, 'eur'), 'always')).toBe('+€75.00')
    expect(moneyText(of(0, 'eur'), 'always')).toBe('€0.00')
  })
})

describe('money in columns', () => {
  test('figure without the code, true minus', () => {
    expect(figureText(of(-23310, 'eur'))).toBe('−233.10')
  })

  test.each([
    ['jpy', 2, '.00'],
    ['usd', 2, ''],
    ['usd', 3, '0'],
    ['jpy', 3, '.000'],
    ['kwd', 2, ''],
  ])('%s in a column of %i decimals is padded by "%s"', (currency, decimals, padding) => {
    expect(figurePadding(currency, decimals)).toBe(padding)
  })
})

test('no unit is lost on the way to text, up to the largest exact integer', () => {
  check(
    property(maxSafeInteger(), constantFrom('usd', 'jpy', 'kwd'), (amount, currency) => {
      const digits = decimalText(of(amount, currency)).replace('.', '')
      expect(BigInt(digits)).toBe(BigInt(amount))
      expect(BigInt(figureText(of(amount, currency)).replace('−', '-').replaceAll(/[,.]/g, ''))).toBe(BigInt(amount))
    }),
  )
})
