import { INVOICE_METHODS, type InvoiceLineWish } from '@countersign/shared/features/invoices'
import { describe, expect, test } from 'vitest'
import { belowCatalogue } from '../../../server/features/invoices/below-rules.ts'
import { deliveriesOf } from '../../../server/features/invoices/delivery-rules.ts'
import { lineFaults } from '../../../server/features/invoices/line-rules.ts'
import { defaultMemo, memoFault } from '../../../server/features/invoices/memo-rules.ts'
import { defaultMethods, impossibleMethod, offerMethods } from '../../../server/features/invoices/method-rules.ts'

// Guards: only what Stripe takes in a currency is offered, every refusal says why, and the memo cites the quote and fits.

const wish = (over: Partial<InvoiceLineWish> = {}): InvoiceLineWish => ({
  quoteLine: 0,
  description: 'Enterprise',
  quantity: 2,
  unitAmount: 10_000,
  priceStripeId: null,
  ...over,
})

describe('ways to pay', () => {
  test.each([
    ['usd', ['card', 'us_bank_account']],
    ['eur', ['card', 'customer_balance', 'sepa_debit']],
    ['gbp', ['card', 'customer_balance', 'bacs_debit']],
    ['jpy', ['card', 'customer_balance']],
    ['cad', ['card', 'acss_debit']],
    ['aud', ['card', 'au_becs_debit']],
    ['mxn', ['card', 'customer_balance']],
    ['kwd', ['card']],
  ])('of %s', (currency, methods) => {
    expect(defaultMethods(currency)).toEqual(methods)
  })

  test('that aren’t possible say why, each of them', () => {
    const offers = offerMethods('kwd', 50_000)
    expect(offers.map(({ method }) => method)).toEqual(INVOICE_METHODS)
    const refused = offers.filter(({ isPossible }) => !isPossible)
    expect(refused).toHaveLength(INVOICE_METHODS.length - 1)
    expect(refused.every(({ words, isDefault }) => words.endsWith('not for KWD.') && !isDefault)).toBe(true)
  })

  test('at a convenience store are bounded on both sides', () => {
    const konbini = (amount: number | null) => impossibleMethod(['konbini'], 'jpy', amount)?.words ?? null
    expect(konbini(null)).toBeNull()
    expect([konbini(120), konbini(300_000)]).toEqual([null, null])
    expect(konbini(119)).toBe('Stripe takes it from 120 JPY.')
    expect(konbini(300_001)).toBe('Stripe takes it up to 300000 JPY.')
  })
})

describe('a memo', () => {
  const quote = { reference: 'Q-9', acceptedBy: 'Dolores', acceptedOn: '2026-11-17', terms: '2026-03' }

  test('cites quote, day, person and terms', () => {
    expect(defaultMemo(quote)).toBe('Accepted quote Q-9 of 17 Nov 2026, by Dolores. Terms 2026-03.')
    expect(memoFault(defaultMemo(quote), 'Q-9')).toBeNull()
  })

  test('is counted as the longest that Stripe may count', () => {
    expect(memoFault(`Q-9 ${'m'.repeat(496)}`, 'Q-9')).toBeNull()
    expect(memoFault(`Q-9 ${'m'.repeat(497)}`, 'Q-9')?.fault).toBe('too-long')
    // 4 + 2 × 248 = 500 units; each of these is one letter of two units.
    expect(memoFault(`Q-9 ${'𝒜'.repeat(248)}`, 'Q-9')).toBeNull()
    expect(memoFault(`Q-9 ${'𝒜'.repeat(249)}`, 'Q-9')?.fault).toBe('too-long')
  })

  test('without the reference is refused', () => {
    expect(memoFault('Thank you', 'Q-9')?.fault).toBe('cites-no-quote')
  })

  test.each(['Quote Q-90', 'Quote Q-9-B', 'FAQ-9', 'Quote Q-9.1'])('that cites another one is refused: %s', (memo) => {
    expect(memoFault(memo, 'Q-9')?.fault).toBe('cites-no-quote')
  })

  test.each(['Q-9', 'Quote Q-9.', 'Quotes Q-90 and Q-9, thank you', '(Q-9)'])('cites it: %s', (memo) => {
    expect(memoFault(memo, 'Q-9')).toBeNull()
  })
})

describe('lines', () => {
  test('in dinars come in tens', () => {
    expect(lineFaults([wish({ unitAmount: 10_005 })], 'kwd', null)).toHaveLength(1)
    expect(lineFaults([wish({ unitAmount: 10_010 })], 'kwd', null)).toEqual([])
  })

  test.each(['isk', 'ugx'])('in %s come in whole units: the decimals are 00', (currency) => {
    expect(lineFaults([wish({ unitAmount: 10_050 })], currency, null)).toEqual([
      `Line 1: Stripe takes only steps of 1.00 ${currency.toUpperCase()}.`,
    ])
    expect(lineFaults([wish({ unitAmount: 10_100 })], currency, null)).toEqual([])
  })

  test('that can’t be told exactly are refused, alone and together', () => {
    expect(lineFaults([wish({ quantity: 1_000_000, unitAmount: 9_999_999_999 })], 'usd', null)[0]).toContain(
      'too large',
    )
    const large = wish({ quantity: 900_000, unitAmount: 9_999_999_999 })
    expect(lineFaults([large], 'usd', null)).toEqual([])
    expect(lineFaults([large, large], 'usd', null)[0]).toContain('Together')
  })

  test('below the very price they were made of are named', () => {
    const prices = [
      { stripeId: 'price_month', productStripeId: 'prod_1', unitAmount: { amount: 9900, currency: 'usd' } },
      { stripeId: 'price_year', productStripeId: 'prod_1', unitAmount: { amount: 99_000, currency: 'usd' } },
    ]
    const sold = (number: number | null, amount: number) => ({
      number,
      description: 'Enterprise',
      productStripeId: 'prod_1',
      unitAmount: { amount, currency: 'usd' },
    })
    const yearly = [{ priceStripeId: 'price_year' }]
    expect(belowCatalogue([sold(1, 98_999)], yearly, prices)).toEqual(['Enterprise: 989.99 USD, listed at 990.00 USD.'])
    expect(belowCatalogue([sold(1, 99_000)], yearly, prices)).toEqual([])
    // Added at Stripe: the lowest price of its product.
    expect(belowCatalogue([sold(null, 9_899)], yearly, prices)).toHaveLength(1)
    expect(belowCatalogue([{ ...sold(null, 1), productStripeId: null }], [], prices)).toEqual([])
  })
})

describe('what is delivered', () => {
  const product = (productStripeId: string, productMetadata: Record<string, string>) => ({
    productStripeId,
    productName: productStripeId,
    productMetadata,
  })

  test('follows from the product, once for each, and from nothing else', () => {
    const products = [
      product('prod_a', { countersign_delivers: 'license' }),
      product('prod_b', { countersign_delivers: 'tenant', countersign_deliver_on: 'paid' }),
      product('prod_c', { countersign_delivers: 'cake' }),
      product('prod_d', { countersign_delivers: 'coupon', countersign_deliver_on: 'whenever' }),
    ]
    const line = (productStripeId: string | null, quantity: number | null = 1) => ({ productStripeId, quantity })
    const sold = [
      line('prod_a', 3),
      line('prod_b'),
      line('prod_a', 2),
      line('prod_c'),
      line(null),
      line('prod_d', null),
    ]
    expect(deliveriesOf(sold, products)).toEqual([
      { productStripeId: 'prod_a', kind: 'license', deliverOn: 'sent', what: 'prod_a × 5' },
      { productStripeId: 'prod_b', kind: 'tenant', deliverOn: 'paid', what: 'prod_b' },
      { productStripeId: 'prod_d', kind: 'coupon', deliverOn: 'sent', what: 'prod_d' },
    ])
  })
})
