import type { Kernel } from '../../kernel/context.ts'
import type { PlanSubscription } from '../../ports/plan-facts.ts'
import { listCustomersOf } from './store.ts'

type GatherKernel = Pick<Kernel, 'db' | 'stripe' | 'settings'>

const searchCustomers = async ({ stripe, settings }: GatherKernel, teamId: string): Promise<string[]> => {
  const found: Array<string | null> = []
  for (const key of settings.teamKeys) {
    const customers = await stripe.searchCustomersByMetadata(key, teamId)
    const holders = await stripe.searchSubscriptionsByMetadata(key, teamId)
    found.push(...[...customers, ...holders].map(({ customerStripeId }) => customerStripeId))
  }
  return found.filter((id) => id !== null)
}

/**
 * The subscriptions of every customer that the team id leads to, as they are now. The mirror may not know a new customer,
 * so before anything is taken away `isThorough` has Stripe search for others too.
 */
export const gatherPlans = async (
  kernel: GatherKernel,
  { teamId, customerStripeId }: { teamId: string; customerStripeId: string | null },
  { isThorough }: { isThorough: boolean },
): Promise<PlanSubscription[]> => {
  const mirrored = await listCustomersOf(kernel.db, teamId)
  const searched = isThorough ? await searchCustomers(kernel, teamId) : []
  const known = customerStripeId === null ? [] : [customerStripeId]
  const plans: PlanSubscription[] = []
  for (const id of new Set([...known, ...mirrored, ...searched]))
    plans.push(...(await kernel.stripe.listCustomerPlans(id)))
  return plans
}
