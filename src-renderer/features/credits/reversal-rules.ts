// Rule: taken back is at most what remains of a credit, with a sentence for whoever approves it.

import type { Money } from '@countersign/shared/money'
import { missedStep, type ReadAmount } from '../../lib/amount-text.ts'
import { moneyText } from '../../lib/money.ts'
import { reversals as words } from '../../messages/reversals.ts'

const LEAST_WORDS = 3

export interface ReversalDraft {
  readonly amount: ReadAmount
  readonly reversible: Money
  readonly said: string
}

/** Why it can't be asked for yet; undefined when it can. */
export const missingInReversal = ({ amount, reversible, said }: ReversalDraft): string | undefined => {
  if (amount.is !== 'amount' || amount.money.amount === 0) return words.noAmount
  const step = missedStep(amount.money)
  if (step) return words.notInSteps(moneyText(step))
  if (amount.money.amount > reversible.amount) return words.tooMuch(moneyText(reversible))
  return said.trim().length < LEAST_WORDS ? words.noWords : undefined
}
