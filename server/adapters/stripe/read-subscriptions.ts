import type { Stripe } from 'stripe'
import type { GatewaySubscription, LiveSubscription } from '../../ports/payment-facts.ts'
import { couponIdsOf, toDiscounts } from './map-discount.ts'
import { type Catalogue, nextPhase, toSubscription } from './map-subscription.ts'
import { ask, askForOne, expectList, expectObject, idOf } from './stripe-call.ts'

const unique = (ids: Array<string | null>): string[] => [...new Set(ids.filter((id) => id !== null))]

/** Stripe expands four levels at most, so products, coupons and the prices of coming phases are read by id. */
export const readCoupons = async (client: Stripe, ids: readonly string[]): Promise<Map<string, Stripe.Coupon>> => {
  const coupons = await Promise.all([...new Set(ids)].map((id) => askForOne(() => client.coupons.retrieve(id))))
  return new Map(coupons.flatMap((coupon) => (coupon ? [[coupon.id, coupon]] : [])))
}

const readProducts = async (client: Stripe, ids: readonly string[]): Promise<Map<string, Stripe.Product>> => {
  if (ids.length === 0) return new Map()
  const products = expectList(await ask(() => client.products.list({ ids: ids.slice(0, 100), limit: 100 })))
  return new Map(products.map((product) => [product.id, product]))
}

const readCatalogue = async (client: Stripe, subscriptions: readonly Stripe.Subscription[]): Promise<Catalogue> => {
  const items = subscriptions.flatMap((subscription) => subscription.items.data)
  const discounts = [...subscriptions.flatMap((row) => row.discounts), ...items.flatMap((item) => item.discounts)]
  const coming = subscriptions.flatMap(({ schedule }) => {
    const phase = schedule && typeof schedule !== 'string' ? nextPhase(schedule) : null
    return phase?.items.map((item) => idOf(item.price)) ?? []
  })
  const [coupons, extra] = await Promise.all([
    readCoupons(client, couponIdsOf(discounts)),
    Promise.all(unique(coming).map((id) => askForOne(() => client.prices.retrieve(id)))),
  ])
  const prices = new Map(
    [...items.map((item) => item.price), ...extra.filter((price) => price !== null)].map((price) => [price.id, price]),
  )
  const products = await readProducts(client, unique([...prices.values()].map((price) => idOf(price.product))))
  return { products, coupons, prices }
}

/** Every subscription of a customer, ended ones too, newest first. */
export const readSubscriptions = async (client: Stripe, customer: string): Promise<GatewaySubscription[]> => {
  const expand = ['data.discounts', 'data.items.data.discounts', 'data.schedule', 'data.default_payment_method']
  const rows = await ask(() =>
    client.subscriptions.list({ customer, status: 'all', limit: 100, expand }).autoPagingToArray({ limit: 1000 }),
  )
  const catalogue = await readCatalogue(client, rows)
  return ask(async () => rows.map((row) => toSubscription(row, catalogue)))
}

const customerDiscount = ({ customer }: Stripe.Subscription): Stripe.Discount[] =>
  typeof customer === 'string' || customer.deleted || !customer.discount ? [] : [customer.discount]

const EXPAND_LIVE = ['customer', 'discounts', 'items.data.discounts', 'schedule', 'default_payment_method']

/** One subscription as it stands, with the discounts of every level. */
export const readLiveSubscription = async (client: Stripe, id: string): Promise<LiveSubscription | null> => {
  const found = await askForOne(() => client.subscriptions.retrieve(id, { expand: EXPAND_LIVE }))
  if (!found) return null
  const row = expectObject(found, 'subscription')
  const inherited = customerDiscount(row)
  const [catalogue, coupons] = await Promise.all([
    readCatalogue(client, [row]),
    readCoupons(client, couponIdsOf(inherited)),
  ])
  return ask(async () => ({
    subscription: toSubscription(row, catalogue),
    isCancelAtPeriodEnd: row.cancel_at_period_end,
    discounts: {
      onSubscription: toDiscounts(row.discounts, 'subscription', catalogue.coupons),
      onItems: row.items.data.map((item) => ({
        itemStripeId: item.id,
        discounts: toDiscounts(item.discounts, 'item', catalogue.coupons),
      })),
      onCustomer: toDiscounts(inherited, 'customer', coupons),
    },
  }))
}
