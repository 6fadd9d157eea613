import { describe, expect, test } from 'vitest'
import { addMonths, durationsOver, invoicesBefore } from '../../../server/features/coupons/duration-rules.ts'
import { monthly } from '../../support/stack-builders.ts'

const yearly = (endsThere: boolean) =>
  monthly(0, {
    endsThere,
    coming: ['2027-03-01', '2028-03-01'].map((day) => ({ at: `${day}T00:00:00.000Z`, lines: [] })),
  })

test.each([
  ['2026-11-21T12:30:15.000Z', 1, '2026-12-21T12:30:15.000Z'],
  ['2026-11-21T12:30:15.000Z', 14, '2028-01-21T12:30:15.000Z'],
  ['2027-01-31T00:00:00.000Z', 1, '2027-02-28T00:00:00.000Z'],
  ['2028-01-31T00:00:00.000Z', 1, '2028-02-29T00:00:00.000Z'],
  ['2027-01-31T00:00:00.000Z', 2, '2027-03-31T00:00:00.000Z'],
  ['2027-03-31T23:59:59.000Z', 1, '2027-04-30T23:59:59.000Z'],
])('%s and %i months is %s', (from, months, to) => {
  expect(addMonths(from, months)).toBe(to)
})

describe('invoices before an end', () => {
  test('an invoice at the very moment of the end is not reached', () => {
    expect(invoicesBefore(monthly(1), '2027-01-01T00:00:00.000Z')).toBe(1)
    expect(invoicesBefore(monthly(1), '2027-01-01T00:00:00.001Z')).toBe(2)
  })

  test('are unknown past the last one, unless it is the last', () => {
    expect(invoicesBefore(monthly(1), '2027-07-02T00:00:00.000Z')).toBeNull()
    expect(invoicesBefore(monthly(1, { endsThere: true }), '2027-07-02T00:00:00.000Z')).toBe(8)
  })
})

describe('durations', () => {
  test('are once, then the fewest months for each number of invoices, as far as invoices are known', () => {
    // Asked on 21 Nov: one month ends on 21 Dec (1 invoice, which `once` does), two on 21 Jan (2) … eight on 21 Jul: unknown.
    expect(durationsOver(monthly(1))).toEqual([
      { invoices: 1, duration: 'once', months: null },
      ...[2, 3, 4, 5, 6, 7].map((n) => ({ invoices: n, duration: 'repeating', months: n })),
    ])
    expect(durationsOver(monthly(1, { endsThere: true })).at(-1)).toEqual({
      invoices: 8,
      duration: 'repeating',
      months: 8,
    })
  })

  test('of yearly invoices span the months between', () => {
    // 21 Nov 2026 + 16 months = 21 Mar 2028, past 1 Mar 2028; + 15 = 21 Feb 2028, before it.
    expect(durationsOver(yearly(true))).toEqual([
      { invoices: 1, duration: 'once', months: null },
      { invoices: 2, duration: 'repeating', months: 16 },
    ])
    expect(durationsOver(yearly(false))).toEqual([{ invoices: 1, duration: 'once', months: null }])
  })

  test('never reach further than ten years', () => {
    const coming = ['2027-01-01', '2036-11-21', '2036-11-22'].map((day) => ({ at: `${day}T00:00:00.000Z`, lines: [] }))
    // 120 months from 21 Nov 2026 at noon end on 21 Nov 2036 at noon.
    expect(durationsOver(monthly(0, { coming, endsThere: true })).slice(1)).toEqual([
      { invoices: 2, duration: 'repeating', months: 120 },
    ])
  })

  test('of weekly invoices skip the numbers that no month ends on', () => {
    const weeks = ['11-23', '11-30', '12-07', '12-14', '12-21', '12-28']
    const coming = weeks.map((day) => ({ at: `2026-${day}T00:00:00.000Z`, lines: [] }))
    // One month ends on 21 Dec at noon: five invoices.
    expect(durationsOver(monthly(0, { coming }))).toEqual([
      { invoices: 1, duration: 'once', months: null },
      { invoices: 5, duration: 'repeating', months: 1 },
    ])
  })

  test('with a single invoice to come there is only once, and none without', () => {
    const [only] = monthly(1).coming
    expect(durationsOver(monthly(1, { coming: [only!], endsThere: true }))).toEqual([
      { invoices: 1, duration: 'once', months: null },
    ])
    expect(durationsOver(monthly(1, { coming: [], endsThere: true }))).toEqual([])
  })
})
