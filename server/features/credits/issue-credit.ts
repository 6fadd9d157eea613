import {
  type CreditFacts,
  creditFactsSchema,
  type CreditPayload,
  creditPayloadSchema,
} from '@countersign/shared/features/credits'
import { isEnded } from '@countersign/shared/features/subscriptions'
import { moneyText } from '@countersign/shared/money'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import { defineAction, readPolicy, type Subject } from '../approvals/index.ts'
import { readSubjectFacts } from '../cases/index.ts'
import { readCreditHistory } from './read-credit-history.ts'

const YEAR_MS = 365 * 24 * 3_600_000
const STEP = 'credit'

const customerOf = ({ customerStripeId }: Subject): string => {
  if (customerStripeId === null) throw new AppError('TEAM_NOT_PROVEN')
  return customerStripeId
}

const readFacts = async (
  kernel: Kernel,
  { subject, payload }: { subject: Subject; payload: CreditPayload },
): Promise<CreditFacts> => {
  const customer = customerOf(subject)
  const { policy } = await readPolicy(kernel)
  const reason = policy.creditReasons.find(({ id }) => id === payload.reasonId)
  if (!reason) throw new AppError('CREDIT_REASON_UNKNOWN')
  const facts = await readSubjectFacts(kernel, subject)
  if (facts.currency !== null && facts.currency !== payload.amount.currency)
    throw new AppError('CURRENCY_DIFFERS', { data: { currency: facts.currency } })
  const [history, subscriptions] = await Promise.all([
    readCreditHistory(kernel, customer, toIso(kernel.clock.now() - YEAR_MS)),
    kernel.stripe.listSubscriptions(customer),
  ])
  const running = subscriptions.filter((one) => !isEnded(one))
  const next = await Promise.all(running.map(({ stripeId }) => kernel.stripe.previewNextInvoice(customer, stripeId)))
  return {
    subject: facts,
    reasonLabel: reason.label,
    history,
    nextInvoices: next.filter((invoice) => invoice !== null),
  }
}

const negative = ({ amount, currency }: CreditPayload['amount']) => ({ amount: -amount, currency })

/** A customer balance transaction with a negative amount. */
export const issueCredit = defineAction<CreditPayload, CreditFacts>({
  kind: 'credit.issue',
  payload: creditPayloadSchema,
  facts: creditFactsSchema,
  readFacts,
  binding: ({ subject: { teamIds, currency, balance } }) => ({
    'Team ids in Stripe': teamIds.join(', '),
    Currency: currency ?? 'none yet',
    Balance: balance ? moneyText(balance) : 'none',
  }),
  measure: ({ amount }) => ({ given: amount, flags: [] }),
  card: ({ amount }, { subject: { balance }, reasonLabel, history, nextInvoices }) => {
    const before = balance?.amount ?? 0
    const after = { amount: before - amount.amount, currency: amount.currency }
    return {
      title: `Credit of ${moneyText(amount)}`,
      lines: [
        { label: 'Reason', before: null, after: reasonLabel },
        { label: 'Balance', before: moneyText({ ...after, amount: before }), after: moneyText(after) },
        ...nextInvoices.map(({ amountDue }) => ({
          label: 'Next invoice',
          before: moneyText(amountDue),
          after: moneyText({ ...amountDue, amount: Math.max(0, amountDue.amount - amount.amount) }),
        })),
      ],
      history: history.map(({ at, text, amount: given }) => ({ at, text, amount: given })),
      warnings: [],
      customerReceives: `Account credit of ${moneyText(amount)}, taken off the next invoice.`,
    }
  },
  steps: [
    {
      name: STEP,
      movesMoney: true,
      perform: async ({ kernel, input }, key) => {
        const { subject, payload, facts, requestId, reason } = input
        const entry = await kernel.stripe.createBalanceCredit(
          {
            customerStripeId: customerOf(subject),
            amount: negative(payload.amount),
            description: `${facts.reasonLabel}${subject.ticket ? ` (${subject.ticket})` : ''}`,
            metadata: requestMetadata({
              request: requestId,
              step: STEP,
              ticket: subject.ticket,
              team: subject.teamId,
              reason,
            }),
          },
          key,
        )
        return { balanceTransaction: entry.stripeId, endingBalance: entry.endingBalance }
      },
      find: async ({ kernel, input: { subject, requestId, requestedAt } }) => {
        const since = requestedAt
        const [entry] = await kernel.stripe.findBalanceEntriesByRequest(customerOf(subject), { requestId, since })
        if (!entry) return { is: 'absent' }
        return { is: 'found', result: { balanceTransaction: entry.stripeId, endingBalance: entry.endingBalance } }
      },
    },
  ],
  surprises: ({ payload, facts }, results) => {
    const made = results[STEP] as { endingBalance: { amount: number; currency: string } } | null
    const expected = (facts.subject.balance?.amount ?? 0) - payload.amount.amount
    if (!made || made.endingBalance.amount === expected) return []
    const was = moneyText({ amount: expected, currency: payload.amount.currency })
    return [{ what: 'Balance afterwards', was, now: moneyText(made.endingBalance) }]
  },
})
