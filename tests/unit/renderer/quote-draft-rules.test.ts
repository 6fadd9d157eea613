import { assert, array, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type QuoteContent, quoteContentSchema } from '../../../src-shared/features/quotes.ts'
import {
  amountFault,
  draftOf,
  EMPTY_QUOTE,
  readDraft,
  withPrice,
} from '../../../src-renderer/features/quotes/draft-rules.ts'
import { filterOf, isFiltered } from '../../../src-renderer/features/quotes/filter-rules.ts'
import { someQuote } from '../../support/quotes.ts'

describe('the form of a quote', () => {
  test('says again what it was opened with, to the minor unit, in any currency', () => {
    const lines = array(
      record({ quantity: integer({ min: 1, max: 1_000_000 }), tens: integer({ min: 0, max: 999_999 }) }),
      {
        minLength: 1,
        maxLength: 20,
      },
    )
    assert(
      property(constantFrom('usd', 'jpy', 'kwd'), lines, (currency, some) => {
        const content: QuoteContent = someQuote({
          currency,
          lines: some.map(({ quantity, tens }, at) => ({
            description: `Line ${at}`,
            quantity,
            unitAmount: tens * 10,
            priceStripeId: at % 2 === 0 ? null : 'price_1',
          })),
          taxNumbers: [{ type: 'eu_vat', value: 'DE 123' }],
        })
        expect(quoteContentSchema.parse(content)).toEqual(content)
        const read = readDraft(draftOf(content))
        expect(read.missing).toBeUndefined()
        expect(read.content).toEqual(content)
        const total = some.reduce((sum, { quantity, tens }) => sum + BigInt(quantity) * BigInt(tens * 10), 0n)
        expect(BigInt(read.total?.amount ?? -1)).toBe(total)
      }),
    )
  })

  test('says what is missing first', () => {
    expect(readDraft(EMPTY_QUOTE).missing).toBe('there is no reference yet')
    const draft = draftOf(someQuote())
    expect(readDraft({ ...draft, billingEmail: 'nobody' }).missing).toBe('there is no billing e-mail address yet')
    expect(readDraft({ ...draft, country: 'USA' }).missing).toBe('the country has to be two letters')
    expect(readDraft({ ...draft, daysUntilDue: '366' }).missing).toContain('whole number up to 365')
    expect(readDraft({ ...draft, taxNumbers: 'DE123' }).missing).toContain('each tax number')
    expect(readDraft({ ...draft, currency: 'EURO' }).missing).toContain('three letters')
    const [line] = draft.lines
    if (!line) throw new Error('no line')
    for (const over of [{ quantity: '1.5' }, { unitAmount: '1.234' }, { unitAmount: '-1' }, { description: ' ' }])
      expect(readDraft({ ...draft, lines: [{ ...line, ...over }] }).missing).toBe('line 1 is not complete')
  })

  test('puts a price of the catalogue where the empty line was', () => {
    const price = { stripeId: 'price_1', name: 'Maker', unitAmount: { amount: 4000, currency: 'usd' }, every: null }
    const [only, ...more] = withPrice(EMPTY_QUOTE.lines, price)
    expect(more).toEqual([])
    expect(only).toMatchObject({ description: 'Maker', unitAmount: '40.00', priceStripeId: 'price_1' })
    expect(withPrice([only!], price).map(({ key }) => key)).toEqual([1, 2])
  })

  test('tells of an amount that the currency doesn’t have', () => {
    expect(amountFault('', 'usd')).toBeUndefined()
    expect(amountFault('1.50', 'usd')).toBeUndefined()
    expect(amountFault('1.5', 'jpy')).toBe('An amount without decimals')
    expect(amountFault('1.235', 'kwd')).toBe('An amount with at most 2 decimals')
    expect(amountFault('1.230', 'kwd')).toBeUndefined()
    expect(amountFault('120.50', 'isk')).toBe('An amount without decimals')
    expect(amountFault('120.00', 'ugx')).toBeUndefined()
  })
})

describe('the filter of the list', () => {
  test('takes from the address what can be read, and nothing else', () => {
    expect(filterOf({ text: 'ada', state: 'invoiced', currency: 'USD' })).toEqual({
      text: 'ada',
      state: 'invoiced',
      currency: 'usd',
    })
    expect(filterOf({ state: 'gone', currency: '12' })).toEqual({})
    expect(isFiltered({ state: 'gone' })).toBe(false)
    expect(isFiltered({ text: 'ada' })).toBe(true)
  })
})
