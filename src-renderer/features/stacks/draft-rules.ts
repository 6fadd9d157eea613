// Rule: a stack can be asked for once it has an amount, a reason, a plan whose every named point is accepted, and
// a sentence for whoever approves it.

import type { NewAmount, StackView } from '@countersign/shared/features/stack-requests'
import type { Acceptance, StackPlan } from '@countersign/shared/features/stacks'
import type { Subscription, SubscriptionItem } from '@countersign/shared/features/subscriptions'
import { DAY_MS } from '@countersign/shared/times'
import { readAmount } from '../../lib/amount-text.ts'
import { stacks as words } from '../../messages/stacks.ts'

export interface StackDraft {
  readonly subscriptionStripeId: string
  /** `typed`, or the item whose list price it comes from. */
  readonly source: string
  readonly amount: string
  readonly quantity: string
  readonly parts: string
  readonly unit: 'months' | 'days'
  readonly reasonId: string | null
  readonly purpose: string
  readonly words: string
  readonly acceptsConversion: boolean
  /** Over how many invoices; null: as the plan proposes. */
  readonly invoices: number | null
  readonly accepted: readonly string[]
}

export const TYPED = 'typed'
const LEAST_WORDS = 3

export const emptyDraft = (subscriptionStripeId: string): StackDraft => ({
  subscriptionStripeId,
  source: TYPED,
  amount: '',
  quantity: '1',
  parts: '1',
  unit: 'months',
  reasonId: null,
  purpose: '',
  words: '',
  acceptsConversion: false,
  invoices: null,
  accepted: [],
})

export const readCount = (text: string): number | null => {
  const count = /^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : 0
  return count >= 1 ? count : null
}

const daysIn = ({ periodStartsAt, periodEndsAt }: SubscriptionItem): number =>
  Math.round((Date.parse(periodEndsAt) - Date.parse(periodStartsAt)) / DAY_MS)

/** What is typed, as the companion is asked; null while there is nothing that could be asked. */
export const newAmountOf = (draft: StackDraft, { currency, items }: Subscription): NewAmount | null => {
  if (draft.source === TYPED) {
    const read = readAmount(draft.amount, currency)
    return read.is === 'amount' && read.money.amount > 0 ? { kind: 'amount', amount: read.money } : null
  }
  const item = items.find(({ stripeId }) => stripeId === draft.source)
  const quantity = readCount(draft.quantity)
  const count = readCount(draft.parts)
  if (!item || quantity === null || count === null) return null
  const share =
    draft.unit === 'months'
      ? ({ kind: 'months', months: count } as const)
      : ({ kind: 'fraction', parts: count, of: daysIn(item), unit: 'days' } as const)
  return { kind: 'list-price', itemStripeId: item.stripeId, quantity, share }
}

/** Of the ways that are offered the one that was picked; null where none is. */
export const chosenOf = (draft: StackDraft, view: StackView | undefined): StackPlan | null => {
  if (view?.answer.verdict !== 'planned') return null
  const { plan, longer } = view.answer
  return longer.find(({ invoices }) => invoices === draft.invoices) ?? plan
}

/** A conversion that was ticked is accepted with it; everything else in the words in which it is shown. */
export const acceptedOf = (draft: StackDraft, plan: StackPlan): string[] =>
  plan.toAccept
    .filter(({ code, words: said }) => code === 'percent-converted' || draft.accepted.includes(said))
    .map(({ words: said }) => said)

/** What is accepted with one tick. */
export interface Point {
  readonly code: Acceptance['code']
  readonly said: readonly string[]
}

/** Every named point by itself, but all bills that become higher together: there can be dozens. */
export const pointsOf = ({ toAccept }: StackPlan): Point[] => {
  const higher = toAccept.filter(({ code }) => code === 'bill-higher').map(({ words: said }) => said)
  const others = toAccept.filter(({ code }) => code !== 'bill-higher')
  return [
    ...others.map(({ code, words: said }) => ({ code, said: [said] })),
    ...(higher.length > 0 ? [{ code: 'bill-higher' as const, said: higher }] : []),
  ]
}

export const isAccepted = (draft: StackDraft, plan: StackPlan): boolean =>
  acceptedOf(draft, plan).length === plan.toAccept.length

export interface Standing {
  readonly hasProof: boolean
  readonly hasAmount: boolean
  readonly view: StackView | undefined
}

/** Why it can't be asked for yet; undefined when it can. */
export const missingIn = (draft: StackDraft, { hasProof, hasAmount, view }: Standing): string | undefined => {
  if (!hasProof) return words.noProof
  if (!hasAmount) return words.noAmount
  if (draft.reasonId === null) return words.noReason
  if (!view) return words.notKnown
  const plan = chosenOf(draft, view)
  if (!plan) return words.notPlanned
  if (!isAccepted(draft, plan)) return words.notAccepted
  return draft.words.trim().length < LEAST_WORDS ? words.noWords : undefined
}
