import type { CreditHistoryEntry } from '@countersign/shared/features/credits'
import type { Kernel } from '../../kernel/context.ts'

const isGiven = ({ kind }: { kind: string }): boolean => kind === 'adjustment'

/** What the customer was given since then, newest first: credits by hand, credit notes, refunds. */
export const readCreditHistory = async (
  { stripe }: Pick<Kernel, 'stripe'>,
  customerStripeId: string,
  since: string,
): Promise<CreditHistoryEntry[]> => {
  const [entries, notes, refunds] = await Promise.all([
    stripe.listBalanceEntriesSince(customerStripeId, since),
    stripe.listCreditNotesSince(customerStripeId, since),
    stripe.listRefundsSince(customerStripeId, since),
  ])
  const rows: CreditHistoryEntry[] = [
    ...entries.filter(isGiven).map(({ stripeId, amount, description, at }) => ({
      stripeId,
      kind: 'credit' as const,
      amount,
      text: description ?? 'Balance adjustment',
      at,
    })),
    ...notes.map(({ stripeId, total, number, isVoid, at }) => ({
      stripeId,
      kind: 'credit-note' as const,
      amount: total,
      text: `Credit note ${number}${isVoid ? ' (void)' : ''}`,
      at,
    })),
    ...refunds.map(({ stripeId, amount, status, at }) => ({
      stripeId,
      kind: 'refund' as const,
      amount,
      text: `Refund, ${status}`,
      at,
    })),
  ]
  return rows.toSorted((a, b) => b.at.localeCompare(a.at))
}
