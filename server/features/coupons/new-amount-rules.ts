// Rule: the new amount is typed, or it comes from the price of one of the subscription's own items with its arithmetic.

import type { NewAmount } from '@countersign/shared/features/stack-requests'
import type { SubscriptionItem } from '@countersign/shared/features/subscriptions'
import type { StackRefusal } from '@countersign/shared/features/stacks'
import type { Money } from '@countersign/shared/money'
import { priceFromList } from './list-price-rules.ts'

export interface Added {
  readonly amount: Money
  /** null where it was typed. */
  readonly listPrice: string | null
  readonly refusal: StackRefusal | null
}

/** What is added; nothing, with the reason, where the list price has no sum. */
export const addedOf = (wanted: NewAmount, items: readonly SubscriptionItem[], currency: string): Added => {
  if (wanted.kind === 'amount') return { amount: wanted.amount, listPrice: null, refusal: null }
  const { itemStripeId, quantity, share } = wanted
  const none = (words: string): Added => ({
    amount: { amount: 0, currency },
    listPrice: null,
    refusal: { code: 'no-list-price', words, discountStripeId: null },
  })
  const price = items.find(({ stripeId }) => stripeId === itemStripeId)
  if (!price) return none('That item isn’t on the subscription any more.')
  const priced = priceFromList({ price, quantity, share, atMost: null })
  if (priced.verdict === 'refused') return none(priced.words)
  return { amount: priced.amount, listPrice: priced.arithmetic, refusal: null }
}
