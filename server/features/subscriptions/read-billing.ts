import type { BillingEditPayload, BillingFacts } from '@countersign/shared/features/billing-edits'
import { isEnded } from '@countersign/shared/features/subscriptions'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'
import { readSubjectFacts } from '../cases/index.ts'

/** After its own last step the metadata may no longer prove the team, so a look at what happened asks for no proof. */
const UNPROVEN = { teamIds: [], currency: null, balance: null }

/**
 * Who is billed, live, with the metadata that is named. Refuses a subscription of another customer, and, unless it is
 * only a look at what an edit did, a customer that isn't the team's any more.
 */
export const readBilling = async (
  kernel: Pick<Kernel, 'stripe' | 'settings'>,
  subject: Subject,
  named: BillingEditPayload['metadata'],
  isProofNeeded = true,
): Promise<BillingFacts> => {
  const { stripe, settings } = kernel
  const { customerStripeId } = subject
  if (customerStripeId === null) throw new AppError('TEAM_NOT_PROVEN')
  const [facts, customer, identity, taxIds, subscriptions] = await Promise.all([
    isProofNeeded ? readSubjectFacts(kernel, subject) : UNPROVEN,
    stripe.readCustomer(customerStripeId),
    stripe.readBillingIdentity(customerStripeId),
    stripe.listTaxIds(customerStripeId),
    stripe.listSubscriptions(customerStripeId),
  ])
  if (!customer || !identity) throw new AppError('TEAM_NOT_PROVEN', { detail: 'the customer is gone' })
  const holders = [customer, ...subscriptions.filter((one) => !isEnded(one))]
  const metadata = named.map(({ subscriptionStripeId, key }) => {
    const holder = holders.find(({ stripeId }) => stripeId === (subscriptionStripeId ?? customerStripeId))
    if (!holder) throw new AppError('SUBSCRIPTION_ELSEWHERE')
    return { objectStripeId: holder.stripeId, key, value: holder.metadata[key] ?? null }
  })
  return {
    subject: facts,
    customerStripeId,
    teamKeys: [...settings.teamKeys],
    identity,
    taxIds: taxIds.map(({ stripeId, type, value }) => ({ stripeId, type, value })),
    metadata,
  }
}
