import type { Stripe } from 'stripe'
import type { PlanFacts, PlanItem, PlanSubscription } from '../../ports/plan-facts.ts'
import { listWhole } from './list-whole.ts'
import { ask, expectList, idOf, isoOf, isoOrNull } from './stripe-call.ts'

export type Products = ReadonlyMap<string, Stripe.Product>

const PRODUCTS_A_CALL = 100

/** Stripe doesn't expand deep enough to bring the products along. */
export const readProducts = async (client: Stripe, rows: readonly Stripe.Subscription[]): Promise<Products> => {
  const ids = [...new Set(rows.flatMap((row) => row.items.data.map(({ price }) => idOf(price.product) ?? '')))]
  const found = new Map<string, Stripe.Product>()
  for (let from = 0; from < ids.length; from += PRODUCTS_A_CALL) {
    const some = ids.slice(from, from + PRODUCTS_A_CALL)
    const products = expectList(await ask(() => client.products.list({ ids: some, limit: PRODUCTS_A_CALL })))
    for (const product of products) found.set(product.id, product)
  }
  return found
}

const toItem = ({ price }: Stripe.SubscriptionItem, products: Products): PlanItem => {
  const productStripeId = idOf(price.product) ?? ''
  const product = products.get(productStripeId)
  return {
    priceStripeId: price.id,
    productStripeId,
    productName: product?.name ?? price.nickname ?? price.id,
    priceMetadata: price.metadata,
    productMetadata: product?.metadata ?? {},
  }
}

const metadataOf = (customer: Stripe.Subscription['customer']): Stripe.Metadata =>
  typeof customer === 'string' || customer.deleted ? {} : customer.metadata

const toPlan = (row: Stripe.Subscription, products: Products, unpaidSince: string | null): PlanSubscription => ({
  stripeId: row.id,
  customerStripeId: idOf(row.customer) ?? '',
  status: row.status,
  metadata: row.metadata,
  customerMetadata: metadataOf(row.customer),
  createdAt: isoOf(row.created),
  trialEndsAt: isoOrNull(row.trial_end),
  cancelAt: isoOrNull(row.cancel_at),
  endedAt: isoOrNull(row.ended_at),
  isCollectionPaused: row.pause_collection !== null,
  unpaidSince,
  items: row.items.data.map((item) => toItem(item, products)),
})

/** The invoice that is open the longest says since when: the newest one may have come during the delay. */
const readUnpaidSince = async (client: Stripe, { id, status }: Stripe.Subscription): Promise<string | null> => {
  if (status !== 'past_due' && status !== 'unpaid') return null
  const open = await listWhole(() => client.invoices.list({ subscription: id, status: 'open', limit: 100 }))
  const since = open.map((invoice) => invoice.due_date ?? invoice.status_transitions.finalized_at ?? invoice.created)
  return since.length === 0 ? null : isoOf(Math.min(...since))
}

const listCustomerPlans = async (client: Stripe, customer: string): Promise<PlanSubscription[]> => {
  const expand = ['data.customer']
  const rows = await listWhole(() => client.subscriptions.list({ customer, status: 'all', limit: 100, expand }))
  const products = await readProducts(client, rows)
  const unpaid = new Map<string, string | null>()
  for (const row of rows) unpaid.set(row.id, await readUnpaidSince(client, row))
  return ask(async () => rows.map((row) => toPlan(row, products, unpaid.get(row.id) ?? null)))
}

/** What a plan says of tenants, and whose it is. */
export const planFacts = (client: Stripe): PlanFacts => ({
  listCustomerPlans: (customerStripeId) => listCustomerPlans(client, customerStripeId),
  listRunningPlans: async (startingAfter) => {
    const from = startingAfter === null ? {} : { starting_after: startingAfter }
    const page = await ask(() => client.subscriptions.list({ limit: 100, expand: ['data.customer'], ...from }))
    const rows = expectList(page)
    const products = await readProducts(client, rows)
    return { rows: await ask(async () => rows.map((row) => toPlan(row, products, null))), hasMore: page.has_more }
  },
})
