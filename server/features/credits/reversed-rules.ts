// Rule: what was taken back of a credit is the sum of the entries that name it, and what is pending is the sum of the open
// requests that do. Only an entry made by hand or by us is a credit; what an invoice used or gave back is none.

import { reversalPayloadSchema } from '@countersign/shared/features/credits'
import { isOpen, type RequestState } from '@countersign/shared/features/approvals'
import type { Money } from '@countersign/shared/money'
import { reversedIn } from './credit-mark-rules.ts'

export interface CreditEntry {
  readonly stripeId: string
  readonly kind: string
  readonly amount: Money
  readonly metadata: Readonly<Record<string, string>>
}

export const isCredit = ({ kind, amount }: Pick<CreditEntry, 'kind' | 'amount'>): boolean =>
  kind === 'adjustment' && amount.amount < 0

export const givenOf = ({ amount: { amount, currency } }: Pick<CreditEntry, 'amount'>): Money => ({
  amount: -amount,
  currency,
})

/** Above zero. */
export const reversedOf = (credit: CreditEntry, entries: readonly CreditEntry[]): Money => ({
  ...credit.amount,
  amount: entries
    .filter(({ metadata, amount }) => reversedIn(metadata) === credit.stripeId && amount.amount > 0)
    .reduce((sum, { amount }) => sum + amount.amount, 0),
})

export interface ReversalRequest {
  readonly kind: string
  readonly state: RequestState
  readonly payload: unknown
}

export const pendingOf = (credit: CreditEntry, requests: readonly ReversalRequest[]): Money => ({
  ...credit.amount,
  amount: requests
    .filter(({ kind, state }) => kind === 'credit.reverse' && isOpen(state))
    .map(({ payload }) => reversalPayloadSchema.parse(payload))
    .filter(({ creditStripeId }) => creditStripeId === credit.stripeId)
    .reduce((sum, { amount }) => sum + amount.amount, 0),
})
