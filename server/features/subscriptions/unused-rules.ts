// Rule: what an early cancellation gives back is Stripe's own proration while that is not above the unused time that was
// paid; where Stripe would give more, the subscription ends without a proration and just what was paid becomes a credit.

import type { UnusedCredit } from '@countersign/shared/features/subscription-work'
import type { Money } from '@countersign/shared/money'
import type { UnusedAnswer } from './cancellation-rules.ts'

/** `prorations` as Stripe signs them: below zero gives back. null: its preview brings no invoice. */
export const creditFor = (paid: UnusedAnswer, prorations: Money | null): UnusedCredit => {
  if (paid.verdict !== 'credit') return { by: 'nobody', words: paid.words }
  const arithmetic = paid.lines.map((line) => line.arithmetic)
  const wouldBe = { amount: Math.max(0, -(prorations?.amount ?? 0)), currency: paid.total.currency }
  if (wouldBe.amount === 0) return { by: 'nobody', words: 'Stripe gives nothing back for this time.' }
  return wouldBe.amount <= paid.total.amount
    ? { by: 'stripe', amount: wouldBe, arithmetic }
    : { by: 'credit', amount: paid.total, wouldBe, arithmetic }
}
