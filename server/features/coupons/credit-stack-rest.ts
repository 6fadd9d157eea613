import type { StackFacts, StackPayload } from '@countersign/shared/features/stack-requests'
import { AppError } from '../../kernel/errors.ts'
import { REQUEST_KEYS, requestMetadata } from '../../ports/request-metadata.ts'
import type { ActionInput, Subject } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'

const STEP = 'rest'

const customerOf = ({ customerStripeId }: Subject): string => {
  if (customerStripeId === null) throw new AppError('TEAM_NOT_PROVEN')
  return customerStripeId
}

/** Last of all: what can't be divided, or no invoice has room for, as a credit on the balance. */
export const creditStackRest: Step<ActionInput<StackPayload, StackFacts>> = {
  name: STEP,
  movesMoney: true,
  isNeeded: ({ input: { facts } }) => facts.plan.rest.amount > 0,
  perform: async ({ kernel, input }, key) => {
    const { subject, requestId, reason, facts } = input
    const { rest } = facts.plan
    const entry = await kernel.stripe.createBalanceCredit(
      {
        customerStripeId: customerOf(subject),
        amount: { ...rest, amount: -rest.amount },
        description: `Rest of the coupon “${facts.couponName}”`,
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
    const made = { requestId, since: requestedAt }
    const entries = await kernel.stripe.findBalanceEntriesByRequest(customerOf(subject), made)
    const entry = entries.find(({ metadata }) => metadata[REQUEST_KEYS.step] === STEP)
    if (!entry) return { is: 'absent' }
    return { is: 'found', result: { balanceTransaction: entry.stripeId, endingBalance: entry.endingBalance } }
  },
}
