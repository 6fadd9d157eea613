import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { creditEffect } from '../../../server/features/credits/next-invoice-rules.ts'

const eur = (amount: number) => ({ amount, currency: 'eur' })
const effect = (balance: number | null, nextTotal: number | null, credit: number) =>
  creditEffect(
    { balance: balance === null ? null : eur(balance), nextTotal: nextTotal === null ? null : eur(nextTotal) },
    eur(credit),
  )

describe('a credit and the next invoice', () => {
  test('240.00 on a bill of 651.67 with 120.00 of credit already', () => {
    expect(effect(-12_000, 65_167, 24_000)).toEqual({
      verdict: 'effect',
      // 651.67 − 120.00 = 531.67
      before: { balance: eur(-12_000), due: eur(53_167), leftOver: eur(0) },
      // 651.67 − 360.00 = 291.67
      after: { balance: eur(-36_000), due: eur(29_167), leftOver: eur(0) },
    })
  })

  test('that exceeds it leaves the rest on the balance', () => {
    // 100.00 − 150.00: nothing due, 50.00 left.
    expect(effect(0, 10_000, 15_000)).toMatchObject({
      before: { due: eur(10_000), leftOver: eur(0) },
      after: { balance: eur(-15_000), due: eur(0), leftOver: eur(-5_000) },
    })
  })

  test('pays a debt on the balance first', () => {
    // 100.00 + 30.00 owed = 130.00; less 50.00 = 80.00.
    expect(effect(3_000, 10_000, 5_000)).toMatchObject({
      before: { due: eur(13_000) },
      after: { balance: eur(-2_000), due: eur(8_000) },
    })
  })

  test('without an invoice to come stays on the balance', () => {
    expect(effect(null, null, 500)).toEqual({
      verdict: 'effect',
      before: { balance: eur(0), due: null, leftOver: eur(0) },
      after: { balance: eur(-500), due: null, leftOver: eur(-500) },
    })
  })

  test('and an invoice that gives money back both end on the balance', () => {
    expect(effect(0, -300, 500)).toMatchObject({ after: { due: eur(0), leftOver: eur(-800) } })
  })
})

describe('is refused', () => {
  test('in another currency than balance or invoice', () => {
    const usd = { amount: 100, currency: 'usd' }
    expect(creditEffect({ balance: eur(0), nextTotal: null }, usd)).toEqual({
      verdict: 'refused',
      code: 'other-currency',
      words: 'The customer is billed in EUR, not USD.',
    })
    expect(creditEffect({ balance: null, nextTotal: eur(0) }, usd)).toMatchObject({ code: 'other-currency' })
  })

  test.each([0, -1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1])('with an amount of %d', (amount) => {
    expect(effect(0, 0, amount)).toEqual({
      verdict: 'refused',
      code: 'not-positive',
      words: 'A credit is a whole amount above zero.',
    })
  })
})

test('what is due less and what is left over more is just the credit', () => {
  const amounts = fc.integer({ min: -500_000, max: 500_000 })
  fc.assert(
    fc.property(amounts, amounts, fc.integer({ min: 1, max: 500_000 }), (balance, nextTotal, credit) => {
      const answer = effect(balance, nextTotal, credit)
      if (answer.verdict === 'refused') throw new Error(answer.words)
      const { before, after } = answer
      const lessDue = (before.due?.amount ?? 0) - (after.due?.amount ?? 0)
      expect(lessDue + before.leftOver.amount - after.leftOver.amount).toBe(credit)
      expect(after.due?.amount).toBeGreaterThanOrEqual(0)
      expect(after.leftOver.amount).toBeLessThanOrEqual(0)
    }),
  )
})
