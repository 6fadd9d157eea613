// Rule: a credit can be asked for once it has an amount of the customer's currency, a reason of the policy, and a sentence
// for whoever approves it.

import type { ReadAmount } from '../../lib/amount-text.ts'
import { credits as words } from '../../messages/credits.ts'

export interface CreditDraft {
  readonly amount: string
  /** Only where the customer has no currency yet. */
  readonly currency: string | null
  readonly reasonId: string | null
  readonly words: string
}

export const EMPTY_DRAFT: CreditDraft = { amount: '', currency: null, reasonId: null, words: '' }

const LEAST_WORDS = 3

/** Why it can't be asked for yet; undefined when it can. */
export const missingIn = (draft: CreditDraft, amount: ReadAmount): string | undefined => {
  if (amount.is !== 'amount' || amount.money.amount === 0) return words.noAmount
  if (draft.reasonId === null) return words.noReason
  return draft.words.trim().length < LEAST_WORDS ? words.noWords : undefined
}
