import { isOpen } from '@countersign/shared/features/approvals'
import type { CreditLine, CreditList } from '@countersign/shared/features/credits'
import { addMoney, type Money } from '@countersign/shared/money'
import type { Kernel } from '../../kernel/context.ts'
import { periodIn } from './credit-mark-rules.ts'
import { byOf, type GiftEntry } from './gift-history-rules.ts'
import { type CreditEntries, readCreditEntries } from './read-credit-entries.ts'
import { judgeReversal, reversibleOf } from './reversal-rules.ts'
import { givenOf, isCredit, pendingOf, reversedOf } from './reversed-rules.ts'

const describeCredit = (entry: GiftEntry, { entries, requests }: CreditEntries, balance: Money | null): CreditLine => {
  const given = givenOf(entry)
  const reversed = reversedOf(entry, entries)
  const pending = pendingOf(entry, requests)
  const facts = { given, reversed: addMoney(reversed, pending), balance }
  const least = judgeReversal(facts, { ...given, amount: 1 })
  return {
    stripeId: entry.stripeId,
    given,
    reversed,
    pending,
    reversible: reversibleOf(facts) ?? { ...given, amount: 0 },
    notBecause: least.verdict === 'refused' ? least.words : null,
    text: entry.description ?? 'Credit',
    at: entry.at,
    period: periodIn(entry.metadata),
    by: byOf(requests.find(({ id }) => id === entry.requestId)),
  }
}

/** Every credit on one customer's balance, newest first, with what can be taken back of it; and what is asked for. */
export const listCredits = async (
  kernel: Pick<Kernel, 'db' | 'stripe'>,
  customerStripeId: string,
): Promise<CreditList> => {
  const [customer, read] = await Promise.all([
    kernel.stripe.readCustomer(customerStripeId),
    readCreditEntries(kernel, customerStripeId),
  ])
  const balance = customer?.balance ?? null
  return {
    credits: read.entries.filter(isCredit).map((entry) => describeCredit(entry, read, balance)),
    open: read.requests
      .filter(({ kind, state }) => kind.startsWith('credit.') && isOpen(state))
      .map(({ id, kind, title, state, requesterName, createdAt }) => ({
        id,
        kind,
        title,
        state,
        requesterName,
        createdAt,
      })),
  }
}
