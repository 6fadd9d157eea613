import { type Discount, isEnded } from '@countersign/shared/features/subscriptions'
import type { Kernel } from '../../kernel/context.ts'

/** Three years of monthly invoices: the longest that a coupon is given for. */
const MOST_INVOICES = 36

interface Hanging {
  readonly customerStripeId: string | null
  readonly couponStripeId: string
}

/** How many coming invoices the coupon's discount still reaches where it hangs; 0 when it hangs nowhere any more. */
export const countInvoicesLeft = async (
  { stripe, clock }: Pick<Kernel, 'stripe' | 'clock'>,
  { customerStripeId, couponStripeId }: Hanging,
): Promise<number> => {
  if (customerStripeId === null) return 0
  const isIt = (discount: Discount) => discount.couponStripeId === couponStripeId
  const running = (await stripe.listSubscriptions(customerStripeId)).filter((one) => !isEnded(one))
  const holder = running.find(({ discounts }) => discounts.some(isIt))
  const discount = holder?.discounts.find(isIt)
  if (!holder || !discount) {
    const customer = await stripe.readCustomer(customerStripeId)
    return customer?.discounts.some(isIt) ? 1 : 0
  }
  if (discount.duration === 'once' || discount.endsAt === null) return 1
  const { invoices } = await stripe.previewComingInvoices(holder.stripeId, MOST_INVOICES)
  const until = Math.max(Date.parse(discount.endsAt), clock.now())
  return invoices.filter(({ at }) => Date.parse(at) < until).length
}
