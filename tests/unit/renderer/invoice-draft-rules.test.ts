import type { LineComparison } from '@countersign/shared/features/invoices'
import { array, assert, constantFrom, integer, nat, option, property, record, string } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linkText, linkTextWithHolder } from '../../../src-renderer/features/invoices/chain-text.ts'
import {
  differenceText,
  namedDifferences,
  notAccepted,
  placesOf,
} from '../../../src-renderer/features/invoices/compare-rules.ts'
import {
  customerDraftOf,
  gapIn,
  type LineDraft,
  lineDraftsOf,
  memoProblem,
  NOTHING_TYPED,
  readCustomer,
  readDays,
  readLines,
} from '../../../src-renderer/features/invoices/draft-rules.ts'

const line = (over: Partial<LineDraft> = {}): LineDraft => ({
  key: 'a',
  quoteLine: 0,
  description: 'Production instance, yearly',
  quantity: '20',
  unitAmount: '900.00',
  priceStripeId: null,
  ...over,
})

describe('lines as they are typed', () => {
  test('are read in minor units of their currency', () => {
    const read = (unitAmount: string, currency: string) => {
      const lines = readLines([line({ unitAmount })], currency)
      return lines.is === 'read' ? lines.value[0]?.unitAmount : lines.why
    }
    expect(read('24,000', 'usd')).toBe(2_400_000)
    expect(read('320,000', 'jpy')).toBe(320_000)
    expect(read('120.250', 'kwd')).toBe(120_250)
    // Stripe takes dinars in tens of their thousandth only.
    expect(read('120.255', 'kwd')).toBe('the price of line 1 is no amount')
    expect(read('320,000.5', 'jpy')).toBe('the price of line 1 is no amount')
    expect(read('-1', 'usd')).toBe('the price of line 1 is no amount')
  })

  test.each([
    [{ quantity: '1.5' }, 'line 2 needs a whole quantity'],
    [{ quantity: '0' }, 'line 2 needs a whole quantity'],
    [{ quantity: '1000001' }, 'line 2 needs a whole quantity'],
    [{ unitAmount: '' }, 'the price of line 2 is no amount'],
    [{ description: '  ' }, 'line 2 has no words'],
  ])('that can’t be read are named by their number: %o', (over, why) => {
    expect(readLines([line(), line(over)], 'usd')).toEqual({ is: 'gap', why })
  })

  test('come back from the screen as they were chosen, in any currency', () => {
    const wish = record({
      quoteLine: option(nat(199), { nil: null }),
      description: string({ minLength: 1, maxLength: 80 }).filter((text) => text.trim() === text && text !== ''),
      quantity: integer({ min: 1, max: 1_000_000 }),
      unitAmount: integer({ min: 0, max: 999_999_999 }).map((tens) => tens * 10),
      priceStripeId: constantFrom(null, 'price_1'),
    })
    assert(
      property(array(wish, { maxLength: 5 }), constantFrom('usd', 'jpy', 'kwd'), (wishes, currency) => {
        expect(readLines(lineDraftsOf(wishes, currency), currency)).toEqual({ is: 'read', value: wishes })
      }),
    )
  })
})

describe('a customer to be made', () => {
  const ada = {
    name: 'Ada Works',
    email: 'pay@ada.example',
    address: { line1: '1 Rue X', line2: null, postalCode: '75001', city: 'Paris', state: null, country: 'FR' },
  }

  test('begins as the quote says, and is the same when nothing is typed', () => {
    expect(readCustomer(customerDraftOf(ada))).toEqual({ is: 'read', value: { kind: 'new', ...ada } })
  })

  test.each([
    [{ name: ' ' }, 'the new customer has no name'],
    [{ email: 'pay@ada' }, 'the new customer’s e-mail is no address'],
    [{ country: 'France' }, 'the country is two letters'],
  ])('with %o is not saved', (over, why) => {
    expect(readCustomer({ ...customerDraftOf(ada), ...over })).toEqual({ is: 'gap', why })
  })

  test('may name its country in small letters', () => {
    expect(readCustomer({ ...customerDraftOf(ada), country: ' fr ' })).toMatchObject({
      value: { address: { country: 'FR' } },
    })
  })
})

describe('memo and days', () => {
  test('need the reference, and 500 units at most, of which an emoji is two', () => {
    expect(memoProblem('Accepted quote Q-1.', 'Q-1')).toBeNull()
    expect(memoProblem('Thank you', 'Q-1')).toBe('Q-1 isn’t in it')
    expect(memoProblem(`Q-1 ${'x'.repeat(496)}`, 'Q-1')).toBeNull()
    expect(memoProblem(`Q-1 ${'x'.repeat(495)}😀`, 'Q-1')).toBe('1 character too many')
  })

  test('of days only whole ones of a year', () => {
    expect(readDays('30')).toEqual({ is: 'read', value: 30 })
    expect(readDays('0')).toEqual({ is: 'read', value: 0 })
    for (const text of ['366', '1.5', '-1', '', 'net 30']) expect(readDays(text).is).toBe('gap')
  })

  test('are said in the order of the steps', () => {
    const of = { currency: 'usd', reference: 'Q-1' }
    expect(gapIn(NOTHING_TYPED, of)).toBeNull()
    expect(gapIn({ ...NOTHING_TYPED, memo: 'x', days: 'x' }, of)).toBe(
      'days until due is no whole number from 0 to 365',
    )
    expect(gapIn({ ...NOTHING_TYPED, memo: 'x' }, of)).toBe('Q-1 isn’t in it')
  })
})

const usd = (amount: number) => ({ amount, currency: 'usd' })
const side = (quantity: number, unit: number, description = 'Development instance') => ({
  description,
  quantity,
  unitAmount: usd(unit),
  amount: usd(quantity * unit),
})
const more: LineComparison = {
  key: 'more',
  quoted: side(10, 24_000),
  invoiced: side(12, 24_000),
  differs: ['quantity'],
  difference: usd(48_000),
}

describe('differences', () => {
  test('say both sides, or that there is only one', () => {
    expect(differenceText(more)).toBe('other quantity: 10 × 240.00, now 12 × 240.00')
    const named = { ...more, invoiced: side(10, 24_000, 'Seat'), differs: ['description' as const] }
    expect(differenceText(named)).toBe('other words: “Development instance”, now “Seat”')
    expect(differenceText({ ...more, invoiced: null, differs: ['missing'] })).toBe('missing')
    expect(differenceText({ ...more, quoted: null, differs: ['added'] })).toBe('not quoted')
  })

  test('are accepted by the key that they have now, and by no older one', () => {
    const same: LineComparison = { ...more, key: 'same', differs: [], difference: usd(0) }
    const due = { key: 'due', what: 'due' as const, quoted: '30 days', invoiced: '45 days' }
    const named = namedDifferences([more, same], [due])
    expect(named.map(({ name, text, accept }) => [name, text, accept])).toEqual([
      ['Development instance', 'other quantity: 10 × 240.00, now 12 × 240.00', 'Accept +$480.00'],
      ['Days until due', '30 days, now 45 days', 'Accept'],
    ])
    const open = (...keys: string[]) =>
      notAccepted(
        named,
        keys.map((key) => ({ key })),
      ).map(({ key }) => key)
    expect(open()).toEqual(['more', 'due'])
    expect(open('older')).toEqual(['more', 'due'])
    expect(open('more')).toEqual(['due'])
    expect(open('more', 'due')).toEqual([])
  })
})

describe('places in the table', () => {
  test('are the quote’s lines in its order, what was left out too, then what was added', () => {
    const drafts = [line({ key: 'c', quoteLine: 2 }), line({ key: 'x', quoteLine: null }), line({ key: 'a' })]
    expect(placesOf(drafts, 3, []).map(({ quoteLine, draftAt }) => [quoteLine, draftAt])).toEqual([
      [0, 2],
      [1, null],
      [2, 0],
      [null, 1],
    ])
  })

  test('show a second line for the same one of the quote as added, as the companion compares it', () => {
    const places = placesOf([line({ key: 'a' }), line({ key: 'b' })], 1, [more, { ...more, key: 'second' }])
    expect(places.map(({ draftAt, comparison }) => [draftAt, comparison?.key])).toEqual([
      [0, 'more'],
      [1, 'second'],
    ])
  })
})

describe('a link of the chain', () => {
  const NOW = '2026-11-21T12:00:00.000Z'
  const late = {
    link: 'paid',
    state: 'stuck',
    text: 'late',
    at: '2026-11-04T12:00:00.000Z',
    holder: 'the customer',
  } as const

  test('that is stuck says for how long and with whom', () => {
    // 4 to 21 November
    expect(linkText(late, NOW)).toBe('late, 17 days')
    expect(linkTextWithHolder(late, NOW)).toBe('late, 17 days, with the customer')
  })

  test('that isn’t says when, and nothing where nobody knows', () => {
    expect(linkText({ ...late, state: 'done', text: 'paid' }, NOW)).toBe('paid, 4 Nov')
    expect(linkText({ ...late, state: 'done', text: 'paid', at: '2025-11-04T12:00:00.000Z' }, NOW)).toBe(
      'paid, 4 Nov 2025',
    )
    expect(linkTextWithHolder({ ...late, state: 'waiting', text: 'not reached', at: null, holder: null }, NOW)).toBe(
      'not reached',
    )
  })
})
