import { decimalText } from '@countersign/shared/money'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAmount } from '../../../src-renderer/lib/amount-text.ts'
import { figureText } from '../../../src-renderer/lib/money.ts'
import { currencyDecimals } from '../../../src-shared/money.ts'

// Guards: an amount that somebody types is read to the minor unit of its currency, or not at all.

const currencies = fc.constantFrom('usd', 'eur', 'jpy', 'krw', 'kwd', 'tnd', 'huf')
const anyMoney = fc.record({ amount: fc.integer({ min: 0, max: 99_999_999_999 }), currency: currencies })

describe('an amount as typed', () => {
  test.each([
    ['1,234.50', 'usd', 123_450],
    ['40', 'eur', 4_000],
    ['1234.5', 'usd', 123_450],
    [' 12,000 ', 'jpy', 12_000],
    ['1.5', 'kwd', 1_500],
    ['0.001', 'kwd', 1],
  ])('%s %s', (text, currency, amount) => {
    expect(readAmount(text, currency)).toEqual({ is: 'amount', money: { amount, currency } })
  })

  test.each([
    ['12.345', 'usd'],
    ['12.0', 'jpy'],
    ['-5', 'usd'],
    ['+5', 'usd'],
    ['1.234,50', 'eur'],
    ['12,00', 'eur'],
    ['1e3', 'usd'],
    ['5 USD', 'usd'],
    ['.5', 'usd'],
    ['5.', 'usd'],
    ['9'.repeat(13), 'usd'],
    ['1,2345', 'usd'],
  ])('%s %s is wrong, never rounded or guessed', (text, currency) => {
    expect(readAmount(text, currency)).toEqual({ is: 'wrong' })
  })

  test('nothing is nothing, not zero', () => {
    expect(readAmount('  ', 'usd')).toEqual({ is: 'empty' })
  })

  test('is read back from how the desk writes it, with groups and without', () => {
    fc.assert(
      fc.property(anyMoney, (money) => {
        expect(readAmount(decimalText(money), money.currency)).toEqual({ is: 'amount', money })
        expect(readAmount(figureText(money), money.currency)).toEqual({ is: 'amount', money })
      }),
    )
  })

  test('with one decimal more than its currency has is wrong', () => {
    fc.assert(
      fc.property(anyMoney, ({ amount, currency }) => {
        const text = `${amount}.${'0'.repeat(currencyDecimals(currency) + 1)}`
        expect(readAmount(text, currency)).toEqual({ is: 'wrong' })
      }),
    )
  })

  test('is never anything but a whole, safe number of minor units', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), currencies, (text, currency) => {
        const read = readAmount(text, currency)
        return read.is !== 'amount' || (Number.isSafeInteger(read.money.amount) && read.money.amount >= 0)
      }),
    )
  })
})
