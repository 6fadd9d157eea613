import type { Stripe } from 'stripe'
import type { AccountControl } from '../../index.ts'

/** One step of a history: what is tried, on which of the things there are, with which numbers, after how many seconds. */
export interface Step {
  readonly act: string
  readonly pick: number
  readonly size: number
  readonly after: number
}

export interface World {
  readonly stripe: Stripe
  readonly control: AccountControl
  readonly product: string
}

export type Act = (world: World, step: Step) => Promise<unknown>
export type Acts = Readonly<Record<string, Act>>

/** A step that has nothing to act on; counted as refused. */
export class NothingThere extends Error {}

export const choose = <T>(from: readonly T[], at: number): T => {
  const chosen = from[at % Math.max(1, from.length)]
  if (chosen === undefined) throw new NothingThere('nothing to choose from')
  return chosen
}

export const BEHAVIORS = ['create_prorations', 'always_invoice', 'none'] as const

export const customerOf = async ({ stripe }: World, { pick }: Step): Promise<string> =>
  choose((await stripe.customers.list({ limit: 100 })).data, pick).id

export const subscriptionOf = async ({ stripe }: World, { pick }: Step): Promise<Stripe.Subscription> =>
  choose((await stripe.subscriptions.list({ limit: 100 })).data, pick)

export const invoiceOf = async ({ stripe }: World, { pick }: Step, status: Stripe.InvoiceListParams.Status) =>
  choose((await stripe.invoices.list({ limit: 100, status })).data, pick)

export const couponOf = async ({ stripe }: World, { size }: Step): Promise<string> =>
  choose((await stripe.coupons.list({ limit: 100 })).data, size).id

type PriceKind = Stripe.PriceListParams['type']

export const priceOf = async ({ stripe }: World, { size }: Step, type: PriceKind = 'recurring'): Promise<string> =>
  choose((await stripe.prices.list({ limit: 100, type, active: true })).data, size).id
