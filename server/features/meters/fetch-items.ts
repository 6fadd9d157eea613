import type { Kernel } from '../../kernel/context.ts'
import type { MeterFacts, SoldItem } from '../../ports/meter-facts.ts'
import { tenantIdOf } from '../tenants/index.ts'
import { counterOf, meterProblem } from './counter-rules.ts'
import type { ItemRow } from './store.ts'

/** An item with the period that it has now. */
export interface FetchedItem {
  readonly row: ItemRow
  readonly startsAt: number
  readonly endsAt: number
}

type FetchKernel = Pick<Kernel, 'stripe' | 'settings'>

const problemOf = (item: SoldItem, teamId: string | null, meter: MeterFacts | null): string | null => {
  if (item.meterStripeId === null) return null
  return teamId === null ? 'The subscription doesn’t say whose it is.' : meterProblem(counterOf(item), meter)
}

const rowOf = (item: SoldItem, teamId: string | null, meter: MeterFacts | null, readAt: number): ItemRow => ({
  stripeId: item.stripeId,
  subscriptionStripeId: item.subscriptionStripeId,
  customerStripeId: item.customerStripeId,
  teamId,
  priceStripeId: item.priceStripeId,
  productStripeId: item.productStripeId,
  productName: item.productName,
  metadata: JSON.stringify({ price: item.priceMetadata, product: item.productMetadata }),
  counter: item.meterStripeId === null ? null : counterOf(item),
  meterStripeId: item.meterStripeId,
  eventName: meter?.eventName ?? null,
  customerKey: meter?.customerKey ?? null,
  valueKey: meter?.valueKey ?? null,
  problem: problemOf(item, teamId, meter),
  readAt,
  endedAt: null,
})

/** Asks Stripe for the meters of what was sold; each is asked for once. `readAt`: when the reading began. */
export const fetchItems = async (
  { stripe, settings }: FetchKernel,
  items: readonly SoldItem[],
  { readAt, meters }: { readonly readAt: number; readonly meters: Map<string, MeterFacts | null> },
): Promise<FetchedItem[]> => {
  const fetched: FetchedItem[] = []
  for (const item of items) {
    const { meterStripeId: id } = item
    if (id !== null && !meters.has(id)) meters.set(id, await stripe.readMeter(id))
    const meter = id === null ? null : (meters.get(id) ?? null)
    const row = rowOf(item, tenantIdOf(item, settings.teamKeys), meter, readAt)
    fetched.push({ row, startsAt: Date.parse(item.startsAt), endsAt: Date.parse(item.endsAt) })
  }
  return fetched
}
