import type { MeterPlans } from '@countersign/shared/features/metering'
import type { Kernel } from '../../kernel/context.ts'
import { readPlans } from './read-plans.ts'

/** The plans with a tenant that somebody pays for now, with their limits. */
export const listPlans = async (kernel: Pick<Kernel, 'db' | 'settings'>): Promise<MeterPlans> => {
  const running = await readPlans(kernel, 'all')
  const byPrice = Map.groupBy(running, ({ item }) => item.priceStripeId)
  return {
    plans: [...byPrice.values()].flatMap((plans) => {
      const [first] = plans
      if (!first) return []
      const { priceStripeId, productName } = first.item
      const teams = new Set(plans.map(({ item }) => item.teamId).filter((teamId) => teamId !== null))
      return [{ priceStripeId, productName, limits: first.limits, teams: teams.size }]
    }),
  }
}
