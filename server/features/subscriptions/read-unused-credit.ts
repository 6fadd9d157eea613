import type { UnusedCredit } from '@countersign/shared/features/subscription-work'
import type { Kernel } from '../../kernel/context.ts'
import { unusedPaidTime } from './cancellation-rules.ts'
import { creditFor } from './unused-rules.ts'

/** What ending a subscription now gives back: counted from its paid invoices and held against Stripe's own preview. */
export const readUnusedCredit = async (
  { stripe }: Pick<Kernel, 'stripe'>,
  subscriptionStripeId: string,
  at: string,
): Promise<UnusedCredit> => {
  const [invoices, preview] = await Promise.all([
    stripe.listInvoicesReaching(subscriptionStripeId, at),
    stripe.previewCancellation(subscriptionStripeId, true),
  ])
  return creditFor(unusedPaidTime(invoices, at), preview?.prorations ?? null)
}
