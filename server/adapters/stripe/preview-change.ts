import type { Stripe } from 'stripe'
import type { ChangePreview, RecurringAmount } from '../../ports/payment-facts.ts'
import type { SubscriptionChange } from '../../ports/payment-writes.ts'
import { toNextInvoice } from './map-invoice.ts'
import { isProration, isRecurring, linesOf, sumOf, toChangeLine } from './preview-lines.ts'
import { ask, askForOne, expectObject, isoOf } from './stripe-call.ts'
import { changeParams } from './subscription-params.ts'

/**
 * Whether a preview is of the invoice that the end of the running period brings. Such a one bills the period after it
 * (or, for usage, the one that ends); an invoice made now holds prorations only, or a period that starts in between.
 */
const isRenewal = (preview: Stripe.Invoice, before: Stripe.Subscription): boolean =>
  linesOf(preview)
    .filter(isRecurring)
    .some(({ period }) =>
      before.items.data.some(
        (item) =>
          period.start >= item.current_period_end ||
          (period.start === item.current_period_start && period.end <= item.current_period_end),
      ),
    )

const recurringIn = (preview: Stripe.Invoice, edge: 'start' | 'end'): RecurringAmount | null => {
  const lines = linesOf(preview).filter(isRecurring)
  const [first] = lines.map(({ period }) => period[edge]).toSorted((a, b) => a - b)
  return first === undefined ? null : { at: isoOf(first), amount: sumOf(lines, preview.currency) }
}

type Details = Stripe.InvoiceCreatePreviewParams.SubscriptionDetails

const preview = async (client: Stripe, subscription: string, details: Details): Promise<Stripe.Invoice | null> => {
  const params = { subscription, subscription_details: details }
  const found = await askForOne(() => client.invoices.createPreview(params))
  return found && expectObject(found, 'invoice')
}

/** The same change without prorations leaves the renewal alone to look at. */
const renewalAfter = async (client: Stripe, change: SubscriptionChange): Promise<Stripe.Invoice | null> =>
  preview(client, change.subscriptionStripeId, changeParams({ ...change, proration: 'none' }))

const describe = (
  shown: Stripe.Invoice,
  renewal: Stripe.Invoice | null,
  recurring: RecurringAmount | null,
): ChangePreview => {
  const lines = linesOf(shown)
  return {
    lines: lines.map(toChangeLine),
    prorations: sumOf(lines.filter(isProration), shown.currency),
    billedNow: shown === renewal ? null : toNextInvoice(shown),
    renewal: renewal && toNextInvoice(renewal),
    recurring,
  }
}

/** Stripe previews one invoice per question: the one billed now and the renewal are asked for one after the other. */
export const previewChange = async (client: Stripe, change: SubscriptionChange): Promise<ChangePreview | null> => {
  const found = await askForOne(() => client.subscriptions.retrieve(change.subscriptionStripeId))
  if (!found) return null
  const before = expectObject(found, 'subscription')
  const shown = await preview(client, before.id, changeParams(change))
  if (!shown) return null
  if (await ask(async () => isRenewal(shown, before))) {
    return ask(async () => describe(shown, shown, recurringIn(shown, 'start')))
  }
  // A plain item in an invoice of now starts a new cycle, and Stripe doesn't look beyond its end.
  if (linesOf(shown).some(isRecurring)) return ask(async () => describe(shown, null, recurringIn(shown, 'end')))
  const renewal = await renewalAfter(client, change)
  return ask(async () => describe(shown, renewal, renewal && recurringIn(renewal, 'start')))
}
