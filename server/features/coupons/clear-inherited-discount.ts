import type { StackFacts, StackPayload } from '@countersign/shared/features/stack-requests'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { ActionInput } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'

type Input = ActionInput<StackPayload, StackFacts>

/** Another one in its place, or none: the one that the stack holds is gone. */
const isGone = async ({ stripe }: Kernel, { payload, facts }: Input): Promise<boolean> => {
  const live = await stripe.readSubscription(payload.subscriptionStripeId)
  return !live?.discounts.onCustomer.some(({ stripeId }) => stripeId === facts.customerDiscount)
}

/** After the stack hangs, which keeps the customer's own discount from acting; without it, it would act again later. */
export const clearInheritedDiscount: Step<Input> = {
  name: 'customer',
  movesMoney: true,
  isNeeded: ({ input: { facts } }) => facts.customerDiscount !== null,
  perform: async ({ kernel, input }, key) => {
    const { customerStripeId } = input.subject
    if (customerStripeId === null) throw new AppError('TEAM_NOT_PROVEN')
    if (!(await isGone(kernel, input))) await kernel.stripe.clearCustomerDiscount(customerStripeId, key)
    return { discount: input.facts.customerDiscount }
  },
  find: async ({ kernel, input }) =>
    (await isGone(kernel, input))
      ? { is: 'found', result: { discount: input.facts.customerDiscount } }
      : { is: 'absent' },
}
