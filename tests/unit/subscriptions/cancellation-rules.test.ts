import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type PaidInvoice,
  type PaidLine,
  unusedPaidTime,
} from '../../../server/features/subscriptions/cancellation-rules.ts'

// November has 30 days of 86400 seconds.
const aLine = (over: Partial<PaidLine> = {}): PaidLine => ({
  id: 'il_1',
  description: 'Business',
  amount: 45_000,
  periodStartsAt: '2026-11-01T00:00:00.000Z',
  periodEndsAt: '2026-12-01T00:00:00.000Z',
  ...over,
})
const anInvoice = (over: Partial<PaidInvoice> = {}): PaidInvoice => ({
  stripeId: 'in_1',
  currency: 'eur',
  total: 45_000,
  paid: 45_000,
  lines: [aLine()],
  ...over,
})
const MIDDLE = '2026-11-16T00:00:00.000Z'
const NOTHING = { verdict: 'nothing', words: 'No time that was paid is left unused.' }

describe('unused time that was paid', () => {
  test('half a month of 450.00 is 225.00', () => {
    expect(unusedPaidTime([anInvoice()], MIDDLE)).toEqual({
      verdict: 'credit',
      total: { amount: 22_500, currency: 'eur' },
      lines: [
        {
          invoiceStripeId: 'in_1',
          lineId: 'il_1',
          amount: { amount: 22_500, currency: 'eur' },
          // 15 days = 1296000 seconds, 30 days = 2592000.
          arithmetic: 'Business: 450.00 EUR × 1296000 of 2592000 seconds = 225.00 EUR',
        },
      ],
    })
  })

  test('is halved up to the minor unit: 0.05 × ½ = 0.025 → 0.03, 5 yen × ½ = 2.5 → 3', () => {
    const lines = [aLine({ amount: 5 })]
    expect(unusedPaidTime([anInvoice({ total: 5, paid: 5, lines })], MIDDLE)).toMatchObject({ total: { amount: 3 } })
    const yen = unusedPaidTime([anInvoice({ currency: 'jpy', total: 5, paid: 5, lines })], MIDDLE)
    expect(yen).toMatchObject({ lines: [{ arithmetic: 'Business: 5 JPY × 1296000 of 2592000 seconds = 3 JPY' }] })
  })

  test('of an invoice with tax is the line’s own part', () => {
    // 100.00 + 19.00 tax, paid in full: the line was paid with 100.00; half is 50.00.
    const invoice = anInvoice({ total: 11_900, paid: 11_900, lines: [aLine({ amount: 10_000 })] })
    expect(unusedPaidTime([invoice], MIDDLE)).toMatchObject({ total: { amount: 5_000 } })
  })

  test('of an invoice paid in part is that part', () => {
    // 450.00 of which 150.01 was paid: half is 75.005 → 75.01.
    expect(unusedPaidTime([anInvoice({ paid: 15_001 })], MIDDLE)).toMatchObject({ total: { amount: 7_501 } })
  })

  test('is not more for an overpaid invoice', () => {
    expect(unusedPaidTime([anInvoice({ paid: 90_000 })], MIDDLE)).toMatchObject({ total: { amount: 22_500 } })
  })

  test('is nothing where nothing was paid, asked or left', () => {
    expect(unusedPaidTime([anInvoice({ paid: 0 })], MIDDLE)).toEqual(NOTHING)
    expect(unusedPaidTime([anInvoice({ paid: -500 })], MIDDLE)).toEqual(NOTHING)
    expect(unusedPaidTime([anInvoice({ total: 0, paid: 0 })], MIDDLE)).toEqual(NOTHING)
    expect(unusedPaidTime([anInvoice({ total: -100, paid: 100 })], MIDDLE)).toEqual(NOTHING)
    expect(unusedPaidTime([anInvoice()], '2026-12-01T00:00:00.000Z')).toEqual(NOTHING)
    expect(unusedPaidTime([anInvoice()], '2026-12-02T00:00:00.000Z')).toEqual(NOTHING)
    expect(unusedPaidTime([], MIDDLE)).toEqual(NOTHING)
  })

  test('before the period begins is all of it', () => {
    expect(unusedPaidTime([anInvoice()], '2026-10-15T00:00:00.000Z')).toMatchObject({ total: { amount: 45_000 } })
  })

  test('after an upgrade counts what was given back for the same days', () => {
    // 80.00 for November; upgraded on the 16th: −40.00 and +100.00 for the second half. Cancelled on 23 Nov 12:00, a quarter
    // of the month before its end: 80 ÷ 4 − 40 ÷ 2 + 100 ÷ 2 = 20.00 − 20.00 + 50.00.
    const half = { periodStartsAt: MIDDLE }
    const invoices = [
      anInvoice({ total: 8_000, paid: 8_000, lines: [aLine({ amount: 8_000 })] }),
      anInvoice({
        stripeId: 'in_2',
        total: 6_000,
        paid: 6_000,
        lines: [aLine({ id: 'il_2', amount: -4_000, ...half }), aLine({ id: 'il_3', amount: 10_000, ...half })],
      }),
    ]
    const answer = unusedPaidTime(invoices, '2026-11-23T12:00:00.000Z')
    expect(answer).toMatchObject({ total: { amount: 5_000 } })
    expect(answer.verdict === 'credit' && answer.lines.map(({ amount }) => amount.amount)).toEqual([
      2_000, -2_000, 5_000,
    ])
    // The second invoice alone never gives back more than the 60.00 that it took.
    expect(unusedPaidTime(invoices.slice(1), MIDDLE)).toMatchObject({ total: { amount: 6_000 } })
    const mostlyBack = anInvoice({
      total: 100,
      paid: 100,
      lines: [aLine({ amount: 600, ...half }), aLine({ amount: -500 })],
    })
    // 6.00 for the second half, −5.00 for the whole month: at the middle 6.00 − 2.50 = 3.50, but only 1.00 was paid.
    expect(unusedPaidTime([mostlyBack], MIDDLE)).toMatchObject({ total: { amount: 100 } })
  })

  test('in several currencies is refused', () => {
    expect(unusedPaidTime([anInvoice(), anInvoice({ currency: 'usd' })], MIDDLE)).toEqual({
      verdict: 'refused',
      words: 'The invoices are in several currencies; a balance has one.',
    })
  })
})

test('never gives back more than was paid', () => {
  const amounts = fc.integer({ min: -200_000, max: 200_000 })
  const days = fc.integer({ min: 1, max: 60 })
  const day = (offset: number) => new Date(Date.UTC(2026, 9, offset)).toISOString()
  const lines = fc
    .record({ amount: amounts, from: days, length: days })
    .map(({ amount, from, length }) => aLine({ amount, periodStartsAt: day(from), periodEndsAt: day(from + length) }))
  const invoices = fc
    .record({ lines: fc.array(lines, { minLength: 1, maxLength: 4 }), share: fc.integer({ min: 0, max: 120 }) })
    .map(({ lines, share }) => {
      const total = lines.reduce((sum, { amount }) => sum + amount, 0)
      return anInvoice({ lines, total, paid: Math.floor((total * share) / 100) })
    })
  let credits = 0
  fc.assert(
    fc.property(fc.array(invoices, { maxLength: 3 }), days, (some, at) => {
      const answer = unusedPaidTime(some, day(at))
      if (answer.verdict !== 'credit') return
      credits += 1
      expect(answer.total.amount).toBeLessThanOrEqual(some.reduce((sum, { paid }) => sum + Math.max(0, paid), 0))
      expect(answer.total.amount).toBeGreaterThan(0)
    }),
    { numRuns: 300 },
  )
  expect(credits).toBeGreaterThan(50)
})
