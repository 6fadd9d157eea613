import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CreditFacts, judgeReversal, reversibleOf } from '../../../server/features/credits/reversal-rules.ts'

const eur = (amount: number) => ({ amount, currency: 'eur' })
const facts = (given: number, reversed: number, balance: number | null): CreditFacts => ({
  given: eur(given),
  reversed: eur(reversed),
  balance: balance === null ? null : eur(balance),
})

describe('what remains of a credit', () => {
  test.each([
    ['all of it', facts(5_000, 0, -5_000), 5_000],
    ['less what was reversed', facts(5_000, 2_000, -9_000), 3_000],
    ['no more than what is left on the balance', facts(5_000, 0, -1_200), 1_200],
    ['nothing once an invoice used it', facts(5_000, 0, 0), 0],
    ['nothing where the customer owes', facts(5_000, 0, 700), 0],
    ['nothing without a currency', facts(5_000, 0, null), 0],
    ['nothing after too much was reversed', facts(5_000, 6_000, -9_000), 0],
  ])('%s', (_what, some, amount) => {
    expect(reversibleOf(some)).toEqual(eur(amount))
  })

  test('can’t be told across currencies', () => {
    const usd = { amount: -5_000, currency: 'usd' }
    expect(reversibleOf({ ...facts(5_000, 0, 0), balance: usd })).toBeNull()
    expect(reversibleOf({ ...facts(5_000, 0, -5_000), reversed: { amount: 0, currency: 'usd' } })).toBeNull()
  })
})

describe('a reversal', () => {
  test('up to what remains is allowed and says what the balance becomes', () => {
    expect(judgeReversal(facts(5_000, 2_000, -4_000), eur(3_000))).toEqual({
      verdict: 'allowed',
      amount: eur(3_000),
      remaining: eur(3_000),
      balanceAfter: eur(-1_000),
    })
  })

  test('of a cent more is refused', () => {
    expect(judgeReversal(facts(5_000, 2_000, -4_000), eur(3_001))).toEqual({
      verdict: 'refused',
      code: 'more-than-remains',
      remaining: eur(3_000),
      words: 'Only 30.00 EUR of this credit is left on the balance.',
    })
  })

  test('of a used credit is refused', () => {
    expect(judgeReversal(facts(5_000, 0, 0), eur(1))).toEqual({
      verdict: 'refused',
      code: 'nothing-left',
      remaining: eur(0),
      words: 'Nothing of this credit is left on the balance.',
    })
  })

  test.each([0, -1, 0.5, Number.NaN])('of %d is refused', (amount) => {
    expect(judgeReversal(facts(5_000, 0, -5_000), eur(amount))).toEqual({
      verdict: 'refused',
      code: 'not-positive',
      remaining: eur(5_000),
      words: 'A reversal is a whole amount above zero.',
    })
  })

  test('in another currency is refused', () => {
    const words = 'The credit was given in EUR; the currencies don’t agree.'
    expect(judgeReversal(facts(5_000, 0, -5_000), { amount: 1, currency: 'usd' })).toEqual({
      verdict: 'refused',
      code: 'other-currency',
      remaining: eur(5_000),
      words,
    })
    const mixed = { ...facts(5_000, 0, 0), balance: { amount: -1, currency: 'usd' } }
    expect(judgeReversal(mixed, eur(1))).toEqual({ verdict: 'refused', code: 'other-currency', remaining: null, words })
  })
})

test('never makes the customer owe, and reversals never exceed the credit', () => {
  const amounts = fc.integer({ min: 0, max: 100_000 })
  fc.assert(
    fc.property(
      amounts,
      amounts,
      fc.integer({ min: -100_000, max: 100_000 }),
      amounts,
      (given, reversed, balance, wanted) => {
        const answer = judgeReversal(facts(given, reversed, balance), eur(wanted))
        if (answer.verdict === 'refused') return
        expect(reversed + answer.amount.amount).toBeLessThanOrEqual(given)
        expect(answer.balanceAfter.amount).toBeLessThanOrEqual(0)
      },
    ),
  )
})
