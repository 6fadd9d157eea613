import type { CancelFacts } from '@countersign/shared/features/subscription-work'
import type { Kernel } from '../../kernel/context.ts'
import type { InvoicePreview } from '../../ports/payment-facts.ts'
import { unusedPaidTime } from './cancellation-rules.ts'
import { creditFor } from './unused-rules.ts'

/** The second from which Stripe itself counts: two clocks would differ by a cent now and then. */
const momentOf = (preview: InvoicePreview | null): string | null =>
  (preview?.lines ?? [])
    .filter(({ isProration, amount }) => isProration && amount.amount < 0)
    .map(({ periodStartsAt }) => periodStartsAt)
    .toSorted()
    .at(-1) ?? null

/**
 * What ending a subscription now gives back: counted from its paid invoices and held against Stripe's own preview. `now`
 * counts where Stripe shows no proration.
 */
export const readUnusedCredit = async (
  { stripe }: Pick<Kernel, 'stripe'>,
  subscriptionStripeId: string,
  now: string,
): Promise<Pick<CancelFacts, 'unused' | 'countedAt'>> => {
  const preview = await stripe.previewCancellation(subscriptionStripeId, true)
  const countedAt = momentOf(preview) ?? now
  const invoices = await stripe.listInvoicesReaching(subscriptionStripeId, countedAt)
  return { countedAt, unused: creditFor(unusedPaidTime(invoices, countedAt), preview?.prorations ?? null) }
}
