import type { ReversalFacts, ReversalPayload } from '@countersign/shared/features/credits'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'
import { readSubjectFacts } from '../cases/index.ts'
import { nameCustomer } from './name-customer.ts'
import { readCreditEntries } from './read-credit-entries.ts'
import { judgeReversal } from './reversal-rules.ts'
import { givenOf, isCredit, pendingOf, reversedOf } from './reversed-rules.ts'

/**
 * The credit that is to be taken back, as Stripe has it now. Refuses with CREDIT_NOT_FOUND, and with REVERSAL_TOO_MUCH for
 * more than is left of it or on the balance. Other requests are only told of: this is read again when one of them is done.
 */
export const readReversalFacts = async (
  kernel: Kernel,
  { subject, payload }: { subject: Subject; payload: ReversalPayload },
): Promise<ReversalFacts> => {
  const [facts, { entries, requests }] = await Promise.all([
    readSubjectFacts(kernel, subject),
    readCreditEntries(kernel, nameCustomer(subject)),
  ])
  const credit = entries.find(({ stripeId }) => stripeId === payload.creditStripeId)
  if (!credit || !isCredit(credit)) throw new AppError('CREDIT_NOT_FOUND')
  const given = givenOf(credit)
  const reversed = reversedOf(credit, entries)
  const answer = judgeReversal({ given, reversed, balance: facts.balance }, payload.amount)
  if (answer.verdict === 'refused')
    throw new AppError('REVERSAL_TOO_MUCH', { data: { words: answer.words, remaining: answer.remaining } })
  return {
    subject: facts,
    credit: { given, text: credit.description ?? 'Credit', at: credit.at },
    reversed,
    pending: pendingOf(credit, requests),
    balanceAfter: answer.balanceAfter,
  }
}
