import type { Stripe } from 'stripe'
import type { Money } from '@countersign/shared/money'
import { GatewayError } from '../../kernel/errors.ts'
import type { ChangeLine, ComingLine, InvoicePreview } from '../../ports/payment-facts.ts'
import { toNextInvoice } from './map-invoice.ts'
import { askForOne, expectObject, idOf, isoOf } from './stripe-call.ts'

/** A preview shows its first lines only, and sums over a part of them would be wrong. */
export const linesOf = (preview: Stripe.Invoice): Stripe.InvoiceLineItem[] => {
  if (!preview.lines.has_more) return preview.lines.data
  throw new GatewayError('stripe', 'failed', { retryable: false, detail: 'more lines than a preview shows' })
}

export const isProration = ({ parent }: Stripe.InvoiceLineItem): boolean =>
  parent?.subscription_item_details?.proration === true || parent?.invoice_item_details?.proration === true

/** A plain item for its period: what comes back each time. */
export const isRecurring = (line: Stripe.InvoiceLineItem): boolean =>
  line.parent?.type === 'subscription_item_details' && !isProration(line)

export const sumOf = (lines: readonly Stripe.InvoiceLineItem[], currency: string): Money => ({
  amount: lines.reduce((sum, line) => sum + line.amount, 0),
  currency,
})

export const toChangeLine = (line: Stripe.InvoiceLineItem): ChangeLine => ({
  description: line.description ?? 'Line without a description',
  amount: { amount: line.amount, currency: line.currency },
  quantity: line.quantity,
  isProration: isProration(line),
  periodStartsAt: isoOf(line.period.start),
  periodEndsAt: isoOf(line.period.end),
})

export const toComingLine = (line: Stripe.InvoiceLineItem): ComingLine => ({
  itemStripeId: line.parent?.subscription_item_details?.subscription_item ?? null,
  productStripeId: idOf(line.pricing?.price_details?.product),
  amount: { amount: line.amount, currency: line.currency },
  isDiscountable: line.discountable,
})

/** null when Stripe has nothing to show. */
export const askPreview = async (
  client: Stripe,
  subscription: string,
  details: Stripe.InvoiceCreatePreviewParams.SubscriptionDetails,
): Promise<Stripe.Invoice | null> => {
  const found = await askForOne(() => client.invoices.createPreview({ subscription, subscription_details: details }))
  return found && expectObject(found, 'invoice')
}

export const toPreview = (preview: Stripe.Invoice): InvoicePreview => {
  const lines = linesOf(preview)
  return {
    lines: lines.map(toChangeLine),
    prorations: sumOf(lines.filter(isProration), preview.currency),
    invoice: toNextInvoice(preview),
  }
}
