import type { Stripe } from 'stripe'
import type { InvoicePreview, PaymentFacts } from '../../ports/payment-facts.ts'
import { askPreview, toPreview } from './preview-lines.ts'
import { ask } from './stripe-call.ts'
import { pauseParams, resumeParams } from './subscription-params.ts'

type Details = Stripe.InvoiceCreatePreviewParams.SubscriptionDetails

/** Stopping and going on: each is previewed with the parameters that its call takes. */
export const stopPreviews = (
  client: Stripe,
): Pick<PaymentFacts, 'previewCancellation' | 'previewPause' | 'previewResumption'> => {
  const preview = async (id: string, details: Details): Promise<InvoicePreview | null> => {
    const found = await askPreview(client, id, details)
    return found && ask(async () => toPreview(found))
  }
  return {
    previewCancellation: (id, isProrated) =>
      preview(id, { cancel_now: true, proration_behavior: isProrated ? 'always_invoice' : 'none' }),
    previewPause: async (pause) =>
      pause.isInvoicedNow ? preview(pause.subscriptionStripeId, { pause: pauseParams(pause) }) : null,
    previewResumption: (resumption) =>
      preview(resumption.subscriptionStripeId, { resume_at: 'now', ...resumeParams(resumption) }),
  }
}
