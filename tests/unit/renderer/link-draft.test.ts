import { teamIdSchema } from '@countersign/shared/ids'
import { describe, expect, test } from 'vitest'
import {
  EMPTY_DRAFT,
  isEmail,
  listPriceOf,
  missingIn,
  offersIn,
  planChoices,
  readQuantity,
  wishOf,
} from '../../../src-renderer/features/links/draft-rules.ts'
import { links } from '../../../src-renderer/messages/links.ts'

const offer = (priceStripeId: string, amount: number, currency = 'usd') => ({
  priceStripeId,
  name: 'Business',
  unitAmount: { amount, currency },
  interval: 'year' as const,
  intervalCount: 1,
})

const whole = { ...EMPTY_DRAFT, priceStripeId: 'price_1', quantity: '3' }
const proven = { kind: 'proven', customerStripeId: 'cus_1' } as const
const unknown = { kind: 'unknown', teamId: teamIdSchema.parse('newcomer') } as const

test.each([
  ['1', 1],
  ['100000', 100_000],
  ['100001', null],
  ['0', null],
  ['1.5', null],
  ['-1', null],
  ['', null],
])('the quantity %s', (text, count) => {
  expect(readQuantity(text)).toBe(count)
})

test.each([
  ['ada@kestrel.example', true],
  [' ada@kestrel.example ', true],
  ['ada@kestrel', false],
  ['ada kestrel@x.example', false],
  ['', false],
])('the address %j', (text, isOne) => {
  expect(isEmail(text)).toBe(isOne)
})

describe('the list price each period', () => {
  test('is the quantity times the price, with the currency’s own decimals', () => {
    // 3 × 12,345 yen, which has no decimals; 3 × 1.250 Kuwaiti dinars, which has three.
    expect(listPriceOf(whole, [offer('price_1', 12_345, 'jpy')])?.perPeriod).toEqual({
      amount: 37_035,
      currency: 'jpy',
    })
    expect(listPriceOf(whole, [offer('price_1', 1250, 'kwd')])?.perPeriod).toEqual({ amount: 3750, currency: 'kwd' })
  })

  test('is unknown without a plan on sale or a whole quantity', () => {
    expect(listPriceOf(whole, [])).toBeNull()
    expect(listPriceOf({ ...whole, quantity: 'x' }, [offer('price_1', 1)])).toBeNull()
  })
})

test('only plans of the customer’s currency are offered; two that read the same show their ids', () => {
  const offers = [offer('price_1', 900), offer('price_2', 900), offer('price_3', 900, 'eur'), offer('price_4', 100)]
  expect(offersIn(offers, 'usd').map(({ priceStripeId }) => priceStripeId)).toEqual(['price_1', 'price_2', 'price_4'])
  expect(offersIn(offers, null)).toHaveLength(4)
  expect(planChoices(offersIn(offers, 'usd')).map(({ label }) => label)).toEqual([
    'Business, $9.00 every year (price_1)',
    'Business, $9.00 every year (price_2)',
    'Business, $1.00 every year',
  ])
})

test('what is missing is named, one thing at a time', () => {
  const { missing } = links
  expect(missingIn(whole, false)).toBe(missing.proof)
  expect(missingIn(EMPTY_DRAFT, true)).toBe(missing.plan)
  expect(missingIn({ ...whole, quantity: '' }, true)).toBe(missing.quantity)
  expect(missingIn({ ...whole, email: 'ada@' }, true)).toBe(missing.email)
  expect(missingIn(whole, true)).toBeUndefined()
})

test('a proven customer buys as itself, an unknown team by e-mail where one is given', () => {
  const about = { subject: proven, ticket: '#1' }
  expect(wishOf({ ...whole, email: 'x@y.example' }, about)).toEqual({
    ticket: '#1',
    buyer: proven,
    priceStripeId: 'price_1',
    quantity: 3,
  })
  const first = { subject: unknown, ticket: '#1' }
  expect(wishOf({ ...whole, email: ' ada@x.example ' }, first)?.buyer).toEqual({ ...unknown, email: 'ada@x.example' })
  expect(wishOf(whole, first)?.buyer).toEqual({ ...unknown, email: null })
  expect(wishOf(whole, { subject: proven, ticket: null })).toBeNull()
})
