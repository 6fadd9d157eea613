import type { Kernel } from '../../kernel/context.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import type { PlanProduct, PlanSubscription } from '../../ports/plan-facts.ts'
import { readLicensePlan } from '../licenses/index.ts'
import { teamOf } from './facts-rules.ts'

/** What Stripe says of something that licenses stand on, or may come to stand on. */
export type Heard =
  | {
      readonly of: 'subscription'
      readonly stripeId: string
      /** null: Stripe doesn't know it any more. */
      readonly plan: PlanSubscription | null
      /** null: nothing says whose it is. */
      readonly teamId: string | null
      readonly at: number
    }
  | {
      readonly of: 'invoice'
      readonly stripeId: string
      readonly document: InvoiceDocument | null
      /** Those of its products that license something. */
      readonly products: readonly PlanProduct[]
      readonly teamId: string | null
      readonly at: number
    }

type ReadKernel = Pick<Kernel, 'stripe' | 'clock' | 'settings'>

const readSubscription = async ({ stripe, clock, settings }: ReadKernel, stripeId: string): Promise<Heard> => {
  const at = clock.now()
  const plan = await stripe.readPlanSubscription(stripeId)
  const teamId = plan && teamOf(plan.metadata, plan.customerMetadata, settings.teamKeys)
  return { of: 'subscription', stripeId, plan, teamId, at }
}

const licensing = (products: readonly PlanProduct[]): PlanProduct[] =>
  products.filter(
    ({ name, metadata }) =>
      readLicensePlan({ productName: name, productMetadata: metadata, priceMetadata: {} }).is !== 'none',
  )

const readInvoice = async ({ stripe, clock, settings }: ReadKernel, stripeId: string): Promise<Heard> => {
  const at = clock.now()
  const document = await stripe.readInvoiceDocument(stripeId)
  if (document === null) return { of: 'invoice', stripeId, document, products: [], teamId: null, at }
  if (document.subscriptionStripeId !== null)
    return readSubscription({ stripe, clock, settings }, document.subscriptionStripeId)
  const sold = document.lines.flatMap(({ productStripeId }) => productStripeId ?? [])
  const products = sold.length === 0 ? [] : licensing(await stripe.readPlanProducts(sold))
  const customer = products.length === 0 ? null : await stripe.readCandidate(document.customerStripeId)
  const teamId = teamOf(document.metadata, customer?.metadata ?? {}, settings.teamKeys)
  return { of: 'invoice', stripeId, document, products, teamId, at }
}

/** Asks Stripe about a subscription or an invoice; of an invoice that a subscription brought, about that. */
export const readHeard = (kernel: ReadKernel, stripeId: string): Promise<Heard> =>
  stripeId.startsWith('sub_') ? readSubscription(kernel, stripeId) : readInvoice(kernel, stripeId)
