import type { TenantPlan } from '@countersign/shared/features/contracts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { hasTenant, limitsOf } from './plan-rules.ts'

const nameOf = ({ productName, nickname }: { productName: string; nickname: string | null }): string =>
  nickname === null ? productName : `${productName}, ${nickname}`

/** Prices on sale that come with a tenant, without those whose limits can't be read. */
export const listTenantPlans = async ({
  stripe,
  settings: { tenants },
}: Pick<Kernel, 'stripe' | 'settings'>): Promise<TenantPlan[]> => {
  if (!tenants) throw new AppError('TENANTS_NOT_SET_UP')
  const prices = await stripe.listPrices()
  return prices.flatMap(({ stripeId, metadata: priceMetadata, ...price }) => {
    const item = { ...price, priceStripeId: stripeId, priceMetadata }
    const { limits, unread } = limitsOf(item)
    if (hasTenant(item, tenants.plans) !== true || unread.length > 0) return []
    return [{ priceStripeId: stripeId, name: nameOf(price), limits: Object.fromEntries(limits) }]
  })
}
