import type { Kernel } from '../../kernel/context.ts'
import type { CheckoutState } from '../../ports/payment-invoices.ts'
import { REQUEST_KEYS } from '../../ports/request-metadata.ts'
import type { LinkRow } from './store.ts'

/** The page of a link whose answer was lost; Stripe lists pages only of a known customer. */
export const findSession = async (
  { stripe }: Pick<Kernel, 'stripe'>,
  { id, customerStripeId }: Pick<LinkRow, 'id' | 'customerStripeId'>,
): Promise<CheckoutState | null> => {
  if (customerStripeId === null) return null
  const holders = await stripe.listCheckoutHolders(customerStripeId)
  const ours = holders.find(({ metadata }) => metadata[REQUEST_KEYS.request] === id)
  return ours ? stripe.readCheckout(ours.objectStripeId) : null
}
