// Rule: a credit is reversed by the opposite transaction, never by more than what remains: of the credit itself after
// earlier reversals, pending ones included, and of the credit on the balance, since what an invoice has used can't be taken
// back without making the customer owe.

import { type Money, moneyText } from '@countersign/shared/money'

export interface CreditFacts {
  /** What was given, above zero. */
  readonly given: Money
  /** Reversed already or asked to be. */
  readonly reversed: Money
  /** The customer's balance now, as Stripe signs it: negative is credit. null: no currency, so nothing is on it. */
  readonly balance: Money | null
}

export type ReversalAnswer =
  | { readonly verdict: 'allowed'; readonly amount: Money; readonly remaining: Money; readonly balanceAfter: Money }
  | {
      readonly verdict: 'refused'
      readonly code: 'other-currency' | 'not-positive' | 'nothing-left' | 'more-than-remains'
      readonly remaining: Money | null
      readonly words: string
    }

/** The most that can be taken back now; null where the currencies don't agree. */
export const reversibleOf = ({ given, reversed, balance }: CreditFacts): Money | null => {
  const { currency } = given
  if (reversed.currency !== currency || (balance && balance.currency !== currency)) return null
  const ofCredit = given.amount - reversed.amount
  const onBalance = -(balance?.amount ?? 0)
  return { amount: Math.max(0, Math.min(ofCredit, onBalance)), currency }
}

/** Whether so much of a credit can be taken back. */
export const judgeReversal = (facts: CreditFacts, wanted: Money): ReversalAnswer => {
  const remaining = reversibleOf(facts)
  if (!remaining || remaining.currency !== wanted.currency) {
    const words = `The credit was given in ${facts.given.currency.toUpperCase()}; the currencies don’t agree.`
    return { verdict: 'refused', code: 'other-currency', remaining, words }
  }
  if (!Number.isSafeInteger(wanted.amount) || wanted.amount < 1) {
    return { verdict: 'refused', code: 'not-positive', remaining, words: 'A reversal is a whole amount above zero.' }
  }
  if (remaining.amount === 0) {
    const words = 'Nothing of this credit is left on the balance.'
    return { verdict: 'refused', code: 'nothing-left', remaining, words }
  }
  if (wanted.amount > remaining.amount) {
    const words = `Only ${moneyText(remaining)} of this credit is left on the balance.`
    return { verdict: 'refused', code: 'more-than-remains', remaining, words }
  }
  const balanceAfter = { amount: (facts.balance?.amount ?? 0) + wanted.amount, currency: wanted.currency }
  return { verdict: 'allowed', amount: wanted, remaining, balanceAfter }
}
