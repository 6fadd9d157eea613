import { quoteContentSchema } from '@countersign/shared/features/quotes'
import { array, assert, constantFrom, integer, pre, property, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDecimal } from '../../../server/features/quotes/amount-rules.ts'
import { changedParts, faultOf, MOST_TOTAL, totalMoney, totalOf } from '../../../server/features/quotes/quote-rules.ts'
import { decimalText } from '../../../src-shared/money.ts'
import { someQuote } from '../../support/quotes.ts'

const line = (quantity: number, unitAmount: number) => ({ description: 'x', quantity, unitAmount, priceStripeId: null })
const whyOf = (text: string, currency: string): string => {
  const read = readDecimal(text, currency)
  return 'why' in read ? read.why : `read as ${read.amount}`
}

describe('the total of a quote', () => {
  test('is the sum of quantity × unit amount', () => {
    // 1 × 24,000.00 + 20 × 900.00 + 10 × 240.00
    expect(totalMoney(someQuote())).toEqual({ amount: 2_400_000 + 1_800_000 + 240_000, currency: 'usd' })
  })

  test('never goes through floating point, whatever the lines', () => {
    const lines = array(tuple(integer({ min: 1, max: 1_000_000 }), integer({ min: 0, max: 9_999_999_999 })), {
      minLength: 1,
      maxLength: 200,
    })
    assert(
      property(lines, (pairs) => {
        const expected = pairs.reduce((sum, [quantity, amount]) => sum + BigInt(quantity) * BigInt(amount), 0n)
        const content = { currency: 'usd', lines: pairs.map(([quantity, amount]) => line(quantity, amount)) }
        expect(totalOf(content.lines)).toBe(expected)
        const isTooMuch = expected > BigInt(MOST_TOTAL)
        expect(faultOf(content) === null).toBe(!isTooMuch)
        if (!isTooMuch) expect(BigInt(totalMoney(content).amount)).toBe(expected)
      }),
    )
  })

  test('may have twelve digits and not thirteen', () => {
    expect(faultOf({ currency: 'usd', lines: [line(111, 9_009_009_009)] })).toBeNull()
    expect(faultOf({ currency: 'usd', lines: [line(1000, 1_000_000_000)] })?.why).toContain('twelve digits')
  })

  test('in a currency of three decimals is made of tens, as Stripe takes it', () => {
    expect(faultOf({ currency: 'kwd', lines: [line(1, 1230), line(1, 1235)] })).toMatchObject({ line: 1 })
    expect(faultOf({ currency: 'kwd', lines: [line(3, 1230)] })).toBeNull()
  })

  test.each(['isk', 'ugx'])('in %s is made of whole units: two decimals, always 00', (currency) => {
    // 10.00 is ten whole units; 10.50 isn't one Stripe charges.
    expect(faultOf({ currency, lines: [line(1, 1000), line(1, 1050)] })).toEqual({
      line: 1,
      why: `Stripe takes only steps of 1.00 ${currency.toUpperCase()}`,
    })
    expect(faultOf({ currency, lines: [line(3, 1000)] })).toBeNull()
  })

  test('has a currency that exists', () => {
    expect(faultOf({ currency: 'xyq', lines: [line(1, 1)] })?.why).toBe('“XYQ” is no currency')
  })
})

describe('an amount of a file', () => {
  test.each([
    ['1200', 'usd', 120_000],
    ['1200.5', 'usd', 120_050],
    ['0.07', 'usd', 7],
    ['0012.30', 'eur', 1230],
    ['1280000', 'jpy', 1_280_000],
    ['1.230', 'kwd', 1230],
    ['999999999999', 'jpy', 999_999_999_999],
  ])('%s %s is %d minor units', (text, currency, amount) => {
    expect(readDecimal(text, currency)).toEqual({ amount })
  })

  test.each([
    ['1,280,000', 'jpy', 'has separators'],
    ['1.280.000', 'jpy', 'has separators'],
    ["1'200.50", 'chf', 'has separators'],
    ['1 200', 'eur', 'has separators'],
    ['1200,50', 'eur', 'has separators'],
    ['1280000 JPY', 'jpy', 'more than an amount'],
    ['$5', 'usd', 'more than an amount'],
    ['1e3', 'usd', 'more than an amount'],
    ['-5', 'usd', 'has a sign'],
    ['+5', 'usd', 'has a sign'],
    ['(5.00)', 'usd', 'has a sign'],
    ['0.001', 'usd', 'more decimals than USD has (2)'],
    ['1.5', 'jpy', 'more decimals than JPY has (0)'],
    ['1.235', 'kwd', 'steps of 0.010 KWD'],
    ['120.50', 'isk', 'steps of 1.00 ISK'],
    ['1234567890123', 'usd', 'too large'],
    ['٣', 'usd', 'not an amount'],
    ['.5', 'usd', 'not an amount'],
    ['5.', 'usd', 'has separators'],
  ])('%s %s is refused by name', (text, currency, why) => {
    expect(whyOf(text, currency)).toContain(why)
  })

  test('comes back as it was written, to the last digit', () => {
    const amounts = tuple(
      constantFrom('usd', 'jpy', 'kwd', 'eur'),
      integer({ min: 0, max: 99_999_999_999 }).map((amount) => amount * 10),
    )
    assert(
      property(amounts, ([currency, amount]) => {
        const most = { usd: 99_999_999_999_999, eur: 99_999_999_999_999, jpy: MOST_TOTAL, kwd: MOST_TOTAL }
        pre(amount <= most[currency])
        expect(readDecimal(decimalText({ amount, currency }), currency)).toEqual({ amount })
      }),
    )
  })
})

describe('what a quote says', () => {
  test('holds nothing that no database keeps', () => {
    for (const bad of ['NUL \u0000', 'bell \u0007', 'half \ud83d', 'C1 \u0085'])
      expect(quoteContentSchema.safeParse(someQuote({ customerName: bad })).success, JSON.stringify(bad)).toBe(false)
    for (const good of ['株式会社ミナト計測', 'شركة النخيل', '=cmd()', 'Line\nbreak', '👩‍🚀'])
      expect(quoteContentSchema.safeParse(someQuote({ customerName: good })).success, good).toBe(true)
  })

  test('is compared part by part, for the log', () => {
    const before = someQuote()
    expect(changedParts(before, someQuote())).toEqual([])
    const after = someQuote({ terms: '2026-04', lines: before.lines.slice(0, 2) })
    expect(changedParts(before, after)).toEqual(['terms', 'lines'])
  })
})
