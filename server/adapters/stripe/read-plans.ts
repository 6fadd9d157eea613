import type { Stripe } from 'stripe'
import type { PlanFacts, PlanItem, PlanSubscription } from '../../ports/plan-facts.ts'
import { listWhole } from './list-whole.ts'
import { ask, askForOne, expectList, expectObject, idOf, isoOf, isoOrNull } from './stripe-call.ts'

export type Products = ReadonlyMap<string, Stripe.Product>

const PRODUCTS_A_CALL = 100

const readProducts = async (client: Stripe, ids: readonly string[]): Promise<Products> => {
  const found = new Map<string, Stripe.Product>()
  for (let from = 0; from < ids.length; from += PRODUCTS_A_CALL) {
    const some = ids.slice(from, from + PRODUCTS_A_CALL)
    const products = expectList(await ask(() => client.products.list({ ids: some, limit: PRODUCTS_A_CALL })))
    for (const product of products) found.set(product.id, product)
  }
  return found
}

/** Stripe doesn't expand deep enough to bring the products along. */
export const readSold = (client: Stripe, rows: readonly Stripe.Subscription[]): Promise<Products> =>
  readProducts(client, [
    ...new Set(rows.flatMap((row) => row.items.data.map(({ price }) => idOf(price.product) ?? ''))),
  ])

const toItem = (item: Stripe.SubscriptionItem, products: Products): PlanItem => {
  const { price } = item
  const productStripeId = idOf(price.product) ?? ''
  const product = products.get(productStripeId)
  return {
    itemStripeId: item.id,
    quantity: item.quantity ?? null,
    periodEndsAt: isoOf(item.current_period_end),
    priceStripeId: price.id,
    productStripeId,
    productName: product?.name ?? price.nickname ?? price.id,
    priceMetadata: price.metadata,
    productMetadata: product?.metadata ?? {},
  }
}

const metadataOf = (customer: Stripe.Subscription['customer']): Stripe.Metadata =>
  typeof customer === 'string' || customer.deleted ? {} : customer.metadata

type Unpaid = Pick<PlanSubscription, 'unpaidSince' | 'awaitsFirstPayment'>

const NOT_LOOKED_UP: Unpaid = { unpaidSince: null, awaitsFirstPayment: false }

const toPlan = (row: Stripe.Subscription, products: Products, unpaid: Unpaid): PlanSubscription => ({
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
  ...unpaid,
  items: row.items.data.map((item) => toItem(item, products)),
})

/** The invoice that is open the longest says since when: the newest one may have come during the delay. */
const readUnpaidSince = async (client: Stripe, { id, status }: Stripe.Subscription): Promise<string | null> => {
  if (status !== 'past_due' && status !== 'unpaid') return null
  const open = await listWhole(() => client.invoices.list({ subscription: id, status: 'open', limit: 100 }))
  const since = open.map((invoice) => invoice.due_date ?? invoice.status_transitions.finalized_at ?? invoice.created)
  return since.length === 0 ? null : isoOf(Math.min(...since))
}

/** The very first invoice is in question only while one is open. */
const awaitsFirstPayment = async (client: Stripe, { id, collection_method }: Stripe.Subscription): Promise<boolean> => {
  if (collection_method !== 'send_invoice') return false
  const open = expectList(await ask(() => client.invoices.list({ subscription: id, status: 'open', limit: 1 })))
  if (open.length === 0) return false
  const paid = await listWhole(() => client.invoices.list({ subscription: id, status: 'paid', limit: 100 }))
  // A trial begins with an invoice of nothing, which counts as paid.
  return paid.every(({ total }) => total <= 0)
}

const readUnpaid = async (client: Stripe, row: Stripe.Subscription): Promise<Unpaid> => ({
  unpaidSince: await readUnpaidSince(client, row),
  awaitsFirstPayment: await awaitsFirstPayment(client, row),
})

const listCustomerPlans = async (client: Stripe, customer: string): Promise<PlanSubscription[]> => {
  const expand = ['data.customer']
  const rows = await listWhole(() => client.subscriptions.list({ customer, status: 'all', limit: 100, expand }))
  const products = await readSold(client, rows)
  const unpaid = new Map<string, Unpaid>()
  for (const row of rows) unpaid.set(row.id, await readUnpaid(client, row))
  return ask(async () => rows.map((row) => toPlan(row, products, unpaid.get(row.id) ?? NOT_LOOKED_UP)))
}

const readPlan = async (client: Stripe, id: string): Promise<PlanSubscription | null> => {
  const answer = await askForOne(() => client.subscriptions.retrieve(id, { expand: ['customer'] }))
  if (!answer) return null
  const row = await ask(async () => expectObject(answer, 'subscription'))
  const products = await readSold(client, [row])
  const unpaid = await readUnpaid(client, row)
  return ask(async () => toPlan(row, products, unpaid))
}

/** What a plan says of tenants and licenses, and whose it is. */
export const planFacts = (client: Stripe): PlanFacts => ({
  readPlanSubscription: (subscriptionStripeId) => readPlan(client, subscriptionStripeId),
  readPlanProducts: async (productStripeIds) => {
    const products = await readProducts(client, [...new Set(productStripeIds)])
    return [...products.values()].map(({ id: stripeId, name, metadata }) => ({ stripeId, name, metadata }))
  },
  listCustomerPlans: (customerStripeId) => listCustomerPlans(client, customerStripeId),
  listRunningPlans: async (startingAfter) => {
    const from = startingAfter === null ? {} : { starting_after: startingAfter }
    const page = await ask(() => client.subscriptions.list({ limit: 100, expand: ['data.customer'], ...from }))
    const rows = expectList(page)
    const products = await readSold(client, rows)
    return {
      rows: await ask(async () => rows.map((row) => toPlan(row, products, NOT_LOOKED_UP))),
      hasMore: page.has_more,
    }
  },
})
