import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comingEffect } from '../../../server/features/credits/next-invoice-rules.ts'

const eur = (amount: number) => ({ amount, currency: 'eur' })
const effect = (balance: number | null, totals: readonly number[], credit: number) =>
  comingEffect({ balance: balance === null ? null : eur(balance), totals: totals.map(eur) }, eur(credit))

describe('a credit over several invoices', () => {
  test('pays the first, then what it leaves pays the next', () => {
    // 75.00 there, 240.00 more. 36.00: paid by either. 199.00: 39.00 were left, now all. 599.00: 315 − 36 − 199 = 80.00.
    expect(effect(-7_500, [3_600, 19_900, 59_900], 24_000)).toMatchObject({
      balance: { before: eur(-7_500), after: eur(-31_500) },
      bills: [
        { used: { before: eur(-3_600), after: eur(-3_600) }, due: { before: eur(0), after: eur(0) } },
        { used: { before: eur(-3_900), after: eur(-19_900) }, due: { before: eur(16_000), after: eur(0) } },
        { used: { before: eur(0), after: eur(-8_000) }, due: { before: eur(59_900), after: eur(51_900) } },
      ],
      leftOver: { before: eur(0), after: eur(0) },
    })
  })

  test('a debt is added to the first invoice only', () => {
    // 10.00 owed; 4.00 of credit leave 6.00 to be added.
    expect(effect(1_000, [5_000, 5_000], 400)).toMatchObject({
      bills: [{ due: { before: eur(6_000), after: eur(5_600) } }, { due: { before: eur(5_000), after: eur(5_000) } }],
    })
  })

  test('without an invoice all of it stays', () => {
    expect(effect(null, [], 500)).toMatchObject({ bills: [], leftOver: { before: eur(0), after: eur(-500) } })
  })

  test('in another currency than any of them is refused', () => {
    const totals = [eur(100), { amount: 100, currency: 'usd' }]
    expect(comingEffect({ balance: null, totals }, eur(50))).toMatchObject({
      verdict: 'refused',
      code: 'other-currency',
    })
  })

  test('is worth itself: what less is due and what more is left come to the credit', () => {
    const amounts = fc.integer({ min: 0, max: 1_000_000 })
    const balances = fc.integer({ min: -500_000, max: 500_000 })
    fc.assert(
      fc.property(balances, fc.array(amounts, { maxLength: 6 }), amounts, (balance, totals, given) => {
        const credit = given + 1
        const found = effect(balance, totals, credit)
        if (found.verdict !== 'effect') return false
        const saved = found.bills.reduce((sum, { due }) => sum + due.before.amount - due.after.amount, 0)
        return saved + found.leftOver.before.amount - found.leftOver.after.amount === credit
      }),
    )
  })
})
