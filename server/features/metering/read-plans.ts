import type { Kernel } from '../../kernel/context.ts'
import { hasTenant, limitsOf } from '../tenants/index.ts'
import { type ItemRow, listItems } from './store.ts'

/** A running subscription's plan that has a tenant, as it was last read from Stripe. */
export interface RunningPlan {
  readonly item: ItemRow
  readonly limits: Readonly<Record<string, number>>
}

type Metadata = Readonly<Record<string, string>>

const factsOf = (item: ItemRow) => {
  const { price, product } = JSON.parse(item.metadata) as { price: Metadata; product: Metadata }
  const { priceStripeId, productStripeId, productName } = item
  return { priceStripeId, productStripeId, productName, priceMetadata: price, productMetadata: product }
}

/** Those of some teams, or of the whole account. */
export const readPlans = async (
  { db, settings }: Pick<Kernel, 'db' | 'settings'>,
  wish: { readonly teamIds: readonly string[] } | 'all',
): Promise<RunningPlan[]> => {
  const items = await listItems(db, wish)
  const plans = settings.tenants?.plans ?? []
  return items.flatMap((item) => {
    const facts = factsOf(item)
    return hasTenant(facts, plans) === true ? [{ item, limits: Object.fromEntries(limitsOf(facts).limits) }] : []
  })
}
