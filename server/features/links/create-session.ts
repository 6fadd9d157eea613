import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import type { CheckoutState } from '../../ports/payment-invoices.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import { referenceOf, returnUrls } from './link-rules.ts'
import { needReturnUrl } from './need-return-url.ts'
import type { LinkRow } from './store.ts'

/** Asks Stripe for the page. All of it comes from the row, so that asking again is the same request under the same key. */
export const createSession = (kernel: Kernel, row: LinkRow): Promise<CheckoutState> => {
  const { id, teamId, ticket, customerStripeId, priceStripeId, quantity } = row
  assert(priceStripeId !== null && quantity !== null, 'a purchase link without a price')
  const [teamKey] = kernel.settings.teamKeys
  assert(teamKey, 'no metadata key for teams')
  const mark = requestMetadata({ request: id, step: 'purchase-link', ticket, team: teamId, reason: null })
  return kernel.stripe.createCheckout(
    {
      customer: customerStripeId === null ? { email: row.buyerEmail } : { stripeId: customerStripeId },
      priceStripeId,
      quantity,
      metadata: { ...mark, [teamKey]: teamId },
      clientReferenceId: referenceOf(teamId),
      ...returnUrls(needReturnUrl(kernel)),
      expiresAt: null,
    },
    `purchase-link/${id}`,
  )
}
