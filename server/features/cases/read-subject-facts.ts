import type { SubjectFacts } from '@countersign/shared/features/cases'
import { isEnded } from '@countersign/shared/features/subscriptions'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'

/**
 * What every request about a team's money rests on, live: the ids in its metadata, its currency and balance. Refuses with
 * TEAM_NOT_PROVEN once the metadata doesn't carry the team's id any more.
 */
export const readSubjectFacts = async (
  { stripe, settings }: Pick<Kernel, 'stripe' | 'settings'>,
  subject: Subject,
): Promise<SubjectFacts> => {
  const { customerStripeId, teamId } = subject
  if (customerStripeId === null) throw new AppError('TEAM_NOT_PROVEN')
  const [customer, subscriptions] = await Promise.all([
    stripe.readCustomer(customerStripeId),
    stripe.listSubscriptions(customerStripeId),
  ])
  if (!customer) throw new AppError('TEAM_NOT_PROVEN', { detail: 'the customer is gone' })
  const holders = [customer, ...subscriptions.filter((one) => !isEnded(one))]
  const teamIds = holders.flatMap(({ stripeId, metadata }) =>
    settings.teamKeys.flatMap((key) => {
      const value = metadata[key]
      return value === undefined ? [] : [`${stripeId}: ${value}`]
    }),
  )
  const isStillTheirs = holders.some(({ metadata }) => settings.teamKeys.some((key) => metadata[key] === teamId))
  if (!isStillTheirs) throw new AppError('TEAM_NOT_PROVEN', { detail: 'the metadata carries another id now' })
  return { teamIds: teamIds.toSorted(), currency: customer.currency, balance: customer.balance }
}
