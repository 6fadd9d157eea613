// Rule: a credit can be asked for once it has an amount of the customer's currency, a reason of the policy (in words of
// their own where the policy asks for them), whole days or none, a sentence for whoever approves it, and, where the same
// days may have been made good already, a tick with a reason. What was ticked is what was on the screen.

import type { CreditPayload, Overlap, Period } from '@countersign/shared/features/credits'
import type { Money } from '@countersign/shared/money'
import { missedStep, type ReadAmount } from '../../lib/amount-text.ts'
import { moneyText } from '../../lib/money.ts'
import { credits as words } from '../../messages/credits.ts'

export interface CreditDraft {
  readonly amount: string
  /** Only where the customer has no currency yet. */
  readonly currency: string | null
  readonly reasonId: string | null
  readonly reasonWords: string
  readonly from: string
  readonly to: string
  readonly customerText: string
  readonly words: string
  readonly isAccepted: boolean
  readonly because: string
}

export const EMPTY_DRAFT: CreditDraft = {
  amount: '',
  currency: null,
  reasonId: null,
  reasonWords: '',
  from: '',
  to: '',
  customerText: '',
  words: '',
  isAccepted: false,
  because: '',
}

export interface DraftReason {
  readonly id: string
  readonly label: string
  readonly needsText: boolean
}

const LEAST_WORDS = 3
const isSaid = (text: string): boolean => text.trim().length >= LEAST_WORDS
const wordsOf = (text: string): string | null => (isSaid(text) ? text.trim() : null)

/** One day alone is a period of one day; null: none was given. */
export const periodOf = ({ from, to }: Pick<CreditDraft, 'from' | 'to'>): Period | 'wrong' | null => {
  if (from === '' && to === '') return null
  const period = { from: from === '' ? to : from, to: to === '' ? from : to }
  return period.from <= period.to ? period : 'wrong'
}

const reasonNeeds = (draft: CreditDraft, reasons: readonly DraftReason[]): boolean =>
  reasons.find(({ id }) => id === draft.reasonId)?.needsText === true

export interface DraftSurroundings {
  readonly amount: ReadAmount
  readonly reasons: readonly DraftReason[]
  /** As the companion named them; null until it has answered for just this draft. */
  readonly overlaps: readonly Overlap[] | null
}

/** What of the draft itself is missing, before anybody is asked. */
const missingInForm = (draft: CreditDraft, { amount, reasons }: DraftSurroundings): string | undefined => {
  if (amount.is !== 'amount' || amount.money.amount === 0) return words.noAmount
  const step = missedStep(amount.money)
  if (step) return words.notInSteps(moneyText(step))
  if (draft.reasonId === null) return words.noReason
  if (reasonNeeds(draft, reasons) && !isSaid(draft.reasonWords)) return words.noReasonWords
  if (periodOf(draft) === 'wrong') return words.periodWrong
  return isSaid(draft.words) ? undefined : words.noWords
}

/** Why it can't be asked for yet; undefined when it can. */
export const missingIn = (draft: CreditDraft, around: DraftSurroundings): string | undefined => {
  const missing = missingInForm(draft, around)
  if (missing !== undefined) return missing
  if (around.overlaps === null) return words.noEffect
  if (around.overlaps.length === 0) return undefined
  return draft.isAccepted && isSaid(draft.because) ? undefined : words.notAccepted
}

/** What the effect depends on; null while that is incomplete. */
export const previewedOf = (
  draft: CreditDraft,
  money: Money | null,
): Pick<CreditPayload, 'amount' | 'reasonId' | 'reasonWords' | 'period'> | null => {
  const period = periodOf(draft)
  if (money === null || money.amount === 0 || draft.reasonId === null || period === 'wrong') return null
  return { amount: money, reasonId: draft.reasonId, reasonWords: wordsOf(draft.reasonWords), period }
}

/** What is asked for; null while something is missing. */
export const payloadOf = (draft: CreditDraft, around: DraftSurroundings): CreditPayload | null => {
  const { amount, overlaps } = around
  const previewed = previewedOf(draft, amount.is === 'amount' ? amount.money : null)
  if (previewed === null || overlaps === null || missingIn(draft, around) !== undefined) return null
  return {
    ...previewed,
    customerText: wordsOf(draft.customerText),
    accepted:
      overlaps.length === 0
        ? null
        : { overlaps: overlaps.map(({ subjectId }) => subjectId), because: draft.because.trim() },
  }
}
