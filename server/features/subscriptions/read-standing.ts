import type { StandingFacts } from '@countersign/shared/features/subscription-work'
import { isEnded } from '@countersign/shared/features/subscriptions'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'
import { readSubjectFacts } from '../cases/index.ts'
import { standingOf } from './standing-rules.ts'
import { describeSubscriptions } from './subscription-rules.ts'

/**
 * How a subscription of the proven team stands, live. Refuses one of another customer, one that has ended or never
 * started, and one that a schedule rules: the schedule would undo the change.
 */
export const readStanding = async (
  kernel: Pick<Kernel, 'stripe' | 'settings'>,
  subject: Subject,
  subscriptionStripeId: string,
): Promise<StandingFacts> => {
  const [facts, live] = await Promise.all([
    readSubjectFacts(kernel, subject),
    kernel.stripe.readSubscription(subscriptionStripeId),
  ])
  const { customerStripeId, teamId } = subject
  if (live === null || customerStripeId === null || live.subscription.customerStripeId !== customerStripeId)
    throw new AppError('SUBSCRIPTION_ELSEWHERE')
  const { subscription } = live
  if (isEnded(subscription) || subscription.status === 'incomplete')
    throw new AppError('SUBSCRIPTION_NOT_RUNNING', { data: { status: subscription.status } })
  if (subscription.schedule !== null)
    throw new AppError('SUBSCRIPTION_SCHEDULED', { data: { schedule: subscription.schedule.stripeId } })
  const rows = await kernel.stripe.listSubscriptions(customerStripeId)
  const described = describeSubscriptions(
    rows.filter((row) => !isEnded(row)),
    kernel.settings.teamKeys,
    teamId ?? '',
  )
  const isMadeByHand = described.find(({ stripeId }) => stripeId === subscriptionStripeId)?.madeByHand ?? false
  return { subject: facts, standing: standingOf(live, isMadeByHand) }
}
