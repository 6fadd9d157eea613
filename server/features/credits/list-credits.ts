import { isOpen } from '@countersign/shared/features/approvals'
import type { CreditLine, CreditList } from '@countersign/shared/features/credits'
import { addMoney, type Money } from '@countersign/shared/money'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { periodIn } from './credit-mark-rules.ts'
import { byOf, type GiftEntry } from './gift-history-rules.ts'
import { type CreditEntries, readCreditEntries } from './read-credit-entries.ts'
import { judgeReversal, reversibleOf } from './reversal-rules.ts'
import { givenOf, isCredit, pendingOf, reversedOf } from './reversed-rules.ts'

interface Asking {
  readonly actor: StaffActor
  readonly requestId: string
}

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

/** Looking at a customer is in the log before anything is shown. */
const recordLook = ({ db, clock }: Pick<Kernel, 'db' | 'clock'>, by: Asking, customerStripeId: string): Promise<void> =>
  inTransaction(db, (tx) =>
    recordAudit(tx, clock.now(), {
      ...by,
      action: 'customer.opened',
      outcome: 'done',
      subject: { kind: 'customer', id: customerStripeId },
      details: { part: 'credits' },
    }),
  )

/**
 * Every credit on one customer's balance, newest first, with what can be taken back of it; and what is asked for. It is a
 * look at the customer.
 */
export const listCredits = async (
  kernel: Pick<Kernel, 'db' | 'stripe' | 'clock'>,
  by: Asking,
  customerStripeId: string,
): Promise<CreditList> => {
  const [customer, read] = await Promise.all([
    kernel.stripe.readCustomer(customerStripeId),
    readCreditEntries(kernel, customerStripeId),
  ])
  await recordLook(kernel, by, customerStripeId)
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
