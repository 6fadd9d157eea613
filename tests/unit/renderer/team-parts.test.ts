import { describe, expect, test } from 'vitest'
import { foldTimeline } from '../../../src-renderer/features/subscriptions/fold-rules.ts'
import { laneOf, tabOf, tabOfSubject } from '../../../src-renderer/features/subscriptions/place.ts'
import { discountText, lineText, monthText, taxText } from '../../../src-renderer/features/subscriptions/texts.ts'
import { balanceYear, yearTicks } from '../../../src-renderer/features/subscriptions/year-rules.ts'
import { discount, entry, NOW } from './team-fixtures.ts'

// Guards: what the parts of the page say is what Stripe said, in fewer words and in no other ones.

const booked = (at: string, amount: number, ending: number) => ({
  stripeId: `cbtxn_${at}`,
  amount: { amount, currency: 'eur' },
  endingBalance: { amount: ending, currency: 'eur' },
  kind: 'adjustment',
  description: null,
  at,
})

describe('the timeline', () => {
  const issued = entry('in_1:issued', '2026-11-01T01:00:00.000Z')

  test('issued and paid on one day is one entry', () => {
    const paid = entry('in_1:paid', '2026-11-01T01:00:00.000Z')
    expect(foldTimeline([paid, issued])).toEqual([paid])
  })

  test('paid later, or not at all, stays two or one', () => {
    const later = entry('in_1:paid', '2026-11-09T01:00:00.000Z')
    expect(foldTimeline([later, issued])).toEqual([later, issued])
    expect(foldTimeline([issued])).toEqual([issued])
  })
})

const EUR = { currency: 'eur', now: NOW, hasMore: false }

describe('the balance of a year', () => {
  test('entries of one second follow one another as Stripe lists them, newest first', () => {
    const at = '2026-08-01T00:00:00.000Z'
    const { points } = balanceYear([booked(at, -30, -60), booked(at, -20, -30), booked(at, -10, -10)], EUR)
    expect(points.map(({ amount }) => amount)).toEqual([0, -10, -30, -60])
  })

  test('where older entries were not read, the picture begins with the oldest that was', () => {
    const oldest = booked('2026-08-01T00:00:00.000Z', -10, -50)
    const year = balanceYear([oldest], { ...EUR, hasMore: true })
    expect(year.from).toBe(Date.parse(oldest.at) - 1)
    expect(year.points.map(({ amount }) => amount)).toEqual([-40, -50])
  })

  test('before the oldest entry the balance is what that entry started from', () => {
    const { points, changes } = balanceYear([booked('2026-08-01T00:00:00.000Z', 5000, -1000)], EUR)
    expect(points.map(({ amount }) => amount)).toEqual([-6000, -1000])
    expect(changes).toBe(1)
  })

  test('older entries and other currencies are no changes of this year', () => {
    const old = booked('2024-08-01T00:00:00.000Z', -5000, -5000)
    expect(balanceYear([old], EUR).changes).toBe(0)
    expect(balanceYear([booked('2026-08-01T00:00:00.000Z', 1, 1)], { ...EUR, currency: 'usd' }).points).toEqual([])
  })
})

test('a picture of a few days is marked by days, one of a year by months', () => {
  const at = (text: string) => Date.parse(`${text}T00:00:00Z`)
  expect(yearTicks({ from: at('2026-11-01'), to: at('2026-11-20') })).toEqual(['1 Nov 2026', '20 Nov 2026'])
  expect(yearTicks({ from: at('2025-11-20'), to: at('2026-11-20') })).toEqual(['Nov 2025', 'Mar', 'Jul', 'Nov 2026'])
})

describe('texts', () => {
  test('a discount says what is left of it', () => {
    expect(discountText(discount(), NOW)).toBe('25 % off, until 1 Jan 2027, 42 days left')
    const fixed = { percentOff: null, amountOff: { amount: 5000, currency: 'usd' }, endsAt: null }
    expect(discountText(discount({ ...fixed, duration: 'forever' }), NOW)).toBe('−$50.00, for ever')
    expect(discountText(discount({ endsAt: '2026-11-01T00:00:00.000Z' }), NOW)).toBe('25 % off, ended 1 Nov')
  })

  test('a line loses its price, which stands beside it, and nothing else', () => {
    expect(lineText('1 × Loomfield Maker (at JPY 1200 / month)')).toBe('Loomfield Maker')
    expect(lineText('9 × Extra instance (at €25.00 / month)')).toBe('Extra instance × 9')
    expect(lineText('Unused time on 2 × Extra instance after 3 Nov')).toBe(
      'Unused time on 2 × Extra instance after 3 Nov',
    )
  })

  test('months and countries in words', () => {
    expect(monthText('2026-11')).toBe('Nov 2026')
    expect(taxText({ country: 'DE', taxStatus: 'reverse' })).toBe('Germany, reverse charge')
    expect(taxText({ country: null, taxStatus: 'none' })).toBe('taxable')
  })
})

describe('places on the page', () => {
  test('an unknown tab or filter opens the whole', () => {
    expect(tabOf('invoices')).toBe('invoices')
    expect(tabOf('licences')).toBe('overview')
    expect(laneOf('nonsense')).toBe('all')
  })

  test('an id leads to its tab', () => {
    expect(tabOfSubject('in_1')).toBe('invoices')
    expect(tabOfSubject('cbtxn_1')).toBe('balance')
    expect(tabOfSubject('ver_1')).toBe('tickets')
    expect(tabOfSubject('dp_1')).toBeUndefined()
    expect(tabOfSubject(null)).toBeUndefined()
  })
})
