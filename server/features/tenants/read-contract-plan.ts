import type { ContractPlan } from '@countersign/shared/features/contracts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { listTenantPlans } from './list-tenant-plans.ts'

export interface ContractPlanFacts {
  readonly planName: string
  readonly limits: Record<string, number>
}

/** What a contract's plan is called and limits. Refuses with CONTRACT_PLAN_UNREAD a price that isn't sold with a tenant. */
export const readContractPlan = async (
  kernel: Pick<Kernel, 'stripe' | 'settings'>,
  plan: ContractPlan,
): Promise<ContractPlanFacts> => {
  if (plan.from === 'stated') return { planName: plan.name, limits: plan.limits }
  const found = (await listTenantPlans(kernel)).find(({ priceStripeId }) => priceStripeId === plan.priceStripeId)
  if (!found) throw new AppError('CONTRACT_PLAN_UNREAD')
  return { planName: found.name, limits: found.limits }
}
