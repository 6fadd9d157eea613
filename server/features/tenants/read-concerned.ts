import type { Kernel } from '../../kernel/context.ts'
import { hasTenant } from './plan-rules.ts'
import { listTenantsPaidBy } from './store.ts'
import { tenantIdOf } from './standing-rules.ts'

export interface ConcernedTeams {
  readonly teamIds: readonly string[]
  readonly at: number
}

const NOBODY: ConcernedTeams = { teamIds: [], at: 0 }

/**
 * Whose tenants a subscription that changed may concern: the teams that its customer pays for now, and those it paid for. Where
 * nobody runs tenants, nothing is asked.
 */
export const readConcerned = async (
  { db, stripe, clock, settings }: Pick<Kernel, 'db' | 'stripe' | 'clock' | 'settings'>,
  subscriptionStripeId: string,
): Promise<ConcernedTeams> => {
  const { tenants, teamKeys } = settings
  if (!tenants) return NOBODY
  const at = clock.now()
  const { customerStripeId } = await stripe.readForMirror('subscriptions', subscriptionStripeId)
  if (customerStripeId === null) return NOBODY
  const plans = await stripe.listCustomerPlans(customerStripeId)
  const sold = plans.filter(({ items }) => items.some((item) => hasTenant(item, tenants.plans) !== false))
  const named = sold.map((plan) => tenantIdOf(plan, teamKeys)).filter((teamId) => teamId !== null)
  return { teamIds: [...named, ...(await listTenantsPaidBy(db, customerStripeId))], at }
}
