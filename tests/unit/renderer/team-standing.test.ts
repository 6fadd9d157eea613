import { describe, expect, test } from 'vitest'
import {
  chargeAfterExpiry,
  decimalsOf,
  expiryOf,
  isOwed,
  lateAmounts,
  leading,
  perMonthOf,
  standingOf,
} from '../../../src-renderer/features/subscriptions/standing-rules.ts'
import { invoice, item, NOW, preview, subscription } from './team-fixtures.ts'

// Guards: the head never says better of a team than is true, and never adds up two currencies.

describe('standing', () => {
  test('the worst running subscription speaks', () => {
    expect(standingOf([subscription(), subscription({ status: 'past_due' })])).toBe('past_due')
    expect(standingOf([subscription({ status: 'canceled' }), subscription()])).toBe('active')
    expect(standingOf([subscription({ status: 'canceled' })])).toBe('canceled')
    expect(standingOf([])).toBe('none')
  })

  test('one made by hand does not speak for the platform', () => {
    const byHand = subscription({ stripeId: 'sub_2', status: 'unpaid', madeByHand: true })
    expect(standingOf([subscription(), byHand])).toBe('active')
    expect(leading([byHand])).toEqual([byHand])
  })
})

describe('per month', () => {
  test('a year is twelve months, and currencies stay apart', () => {
    const yearly = subscription({
      items: [item({ interval: 'year', amount: { amount: 280000, currency: 'jpy' } })],
    })
    expect(perMonthOf([subscription(), yearly])).toEqual({
      amounts: [
        { amount: 19900, currency: 'usd' },
        { amount: 23333, currency: 'jpy' },
      ],
      isPart: false,
    })
  })

  test('what cannot be known is said to be left out', () => {
    expect(perMonthOf([subscription({ items: [item({ amount: null })] })])).toEqual({ amounts: [], isPart: true })
    expect(perMonthOf([subscription({ items: [item({ interval: 'week' })] })]).isPart).toBe(true)
  })

  test('what has ended or has not begun costs nothing', () => {
    const rows = [subscription({ status: 'canceled' }), subscription({ status: 'incomplete' })]
    expect(perMonthOf(rows).amounts).toEqual([])
  })
})

describe('money at risk', () => {
  test('an invoice is late after its day, or after a failed attempt where it has none', () => {
    const late = invoice({ dueAt: '2026-11-13T00:00:00.000Z' })
    const failed = invoice({ attempts: 2 })
    const early = invoice({ dueAt: '2026-12-13T00:00:00.000Z', attempts: 1 })
    const paid = invoice({ status: 'paid', dueAt: '2026-11-13T00:00:00.000Z' })
    expect(lateAmounts([late, failed, early, paid, invoice()], NOW)).toEqual([{ amount: 39800, currency: 'usd' }])
  })

  test('nobody owes a draft or a void invoice', () => {
    expect(isOwed(invoice())).toBe(true)
    expect(isOwed(invoice({ status: 'draft' }))).toBe(false)
    expect(isOwed(invoice({ status: 'void' }))).toBe(false)
  })

  test('a card is good to the last moment of its month', () => {
    expect(expiryOf('2026-11', '2026-11-30T23:59:59.999Z')).toBe('soon')
    expect(expiryOf('2026-11', '2026-12-01T00:00:00.000Z')).toBe('expired')
    expect(expiryOf('2029-11', NOW)).toBe('good')
    expect(expiryOf(null, NOW)).toBe('good')
  })

  test('the first charge after the card ends is the one at risk', () => {
    const charges = [preview('2027-01-01T00:00:00.000Z', 2), preview('2026-12-01T00:00:00.000Z', 1)]
    expect(chargeAfterExpiry('2026-11', charges)?.amountDue.amount).toBe(1)
    expect(chargeAfterExpiry('2026-12', charges)?.amountDue.amount).toBe(2)
    expect(chargeAfterExpiry('2027-01', charges)).toBeUndefined()
    expect(chargeAfterExpiry('2026-11', [preview('2026-12-01T00:00:00.000Z', 0)])).toBeUndefined()
  })
})

test('a column has the decimals of its currencies', () => {
  expect(decimalsOf([{ amount: 1, currency: 'jpy' }])).toBe(0)
  expect(
    decimalsOf([
      { amount: 1, currency: 'jpy' },
      { amount: 1, currency: 'eur' },
    ]),
  ).toBe(2)
  expect(decimalsOf([])).toBe(0)
})
