import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { UnusedAnswer } from '../../../server/features/subscriptions/cancellation-rules.ts'
import { creditFor } from '../../../server/features/subscriptions/unused-rules.ts'

const usd = (amount: number) => ({ amount, currency: 'usd' })
const paid = (amount: number): UnusedAnswer => ({
  verdict: 'credit',
  total: usd(amount),
  lines: [{ invoiceStripeId: 'in_1', lineId: 'il_1', amount: usd(amount), arithmetic: 'Business: …' }],
})

describe('who gives unused time back', () => {
  test('Stripe, while it gives no more than was paid', () => {
    const arithmetic = ['Business: …']
    expect(creditFor(paid(1500), usd(-1500))).toEqual({ by: 'stripe', amount: usd(1500), arithmetic })
    expect(creditFor(paid(1500), usd(-1400))).toEqual({ by: 'stripe', amount: usd(1400), arithmetic })
  })

  test('a credit of what was paid, where Stripe would give one cent more', () => {
    expect(creditFor(paid(1500), usd(-1501))).toEqual({
      by: 'credit',
      amount: usd(1500),
      wouldBe: usd(1501),
      arithmetic: ['Business: …'],
    })
  })

  test('nobody, where nothing was paid or Stripe gives nothing', () => {
    const nothing: UnusedAnswer = { verdict: 'nothing', words: 'No time that was paid is left unused.' }
    expect(creditFor(nothing, usd(-1500))).toEqual({ by: 'nobody', words: 'No time that was paid is left unused.' })
    for (const shown of [null, usd(0), usd(700)]) expect(creditFor(paid(1500), shown).by).toBe('nobody')
  })

  test('never more than was paid, whatever Stripe shows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: -1e9, max: 1e9 }), (was, shown) => {
        const given = creditFor(paid(was), usd(shown))
        return given.by === 'nobody' || (given.amount.amount > 0 && given.amount.amount <= was)
      }),
    )
  })
})
