import type { Stripe } from 'stripe'
import type { ChangePreview, RecurringAmount } from '../../ports/payment-facts.ts'
import type { SubscriptionChange } from '../../ports/payment-writes.ts'
import { toNextInvoice } from './map-invoice.ts'
import { askPreview, isProration, isRecurring, linesOf, sumOf, toPreview } from './preview-lines.ts'
import { ask, askForOne, expectObject, isoOf } from './stripe-call.ts'
import { changeParams } from './subscription-params.ts'

/** Bills the period after the running one, or usage of the one that ends with it. */
const isOfRenewal = ({ period }: Stripe.InvoiceLineItem, before: Stripe.Subscription): boolean =>
  before.items.data.some(
    (item) =>
      period.start >= item.current_period_end ||
      (period.start === item.current_period_start && period.end <= item.current_period_end),
  )

/**
 * Whether the previewed invoice is made by the change itself. Plain items tell by their periods: one that starts in
 * between is a new cycle. Prorations alone are billed at once only where that was asked for; else they wait for the
 * last invoice of a subscription that ends.
 */
const isBilledNow = (shown: Stripe.Invoice, before: Stripe.Subscription, change: SubscriptionChange): boolean => {
  const lines = linesOf(shown)
  const plain = lines.filter(isRecurring)
  if (plain.length > 0) return !plain.some((line) => isOfRenewal(line, before))
  return change.proration === 'always_invoice' && lines.some(isProration)
}

const recurringIn = (preview: Stripe.Invoice, edge: 'start' | 'end'): RecurringAmount | null => {
  const lines = linesOf(preview).filter(isRecurring)
  const [first] = lines.map(({ period }) => period[edge]).toSorted((a, b) => a - b)
  return first === undefined ? null : { at: isoOf(first), amount: sumOf(lines, preview.currency) }
}

/** The same change without prorations leaves the renewal alone to look at. */
const renewalAfter = async (client: Stripe, change: SubscriptionChange): Promise<Stripe.Invoice | null> =>
  askPreview(client, change.subscriptionStripeId, changeParams({ ...change, proration: 'none' }))

/** Stripe previews one invoice per question: the one billed now and the renewal are asked for one after the other. */
export const previewChange = async (client: Stripe, change: SubscriptionChange): Promise<ChangePreview | null> => {
  const found = await askForOne(() => client.subscriptions.retrieve(change.subscriptionStripeId))
  if (!found) return null
  const before = expectObject(found, 'subscription')
  const shown = await askPreview(client, before.id, changeParams(change))
  if (!shown) return null
  const { invoice, ...rest } = await ask(async () => toPreview(shown))
  if (!isBilledNow(shown, before, change)) {
    return { ...rest, billedNow: null, renewal: invoice, recurring: recurringIn(shown, 'start') }
  }
  // A plain item in an invoice of now starts a new cycle, and Stripe doesn't look beyond its end.
  if (linesOf(shown).some(isRecurring)) {
    return { ...rest, billedNow: invoice, renewal: null, recurring: recurringIn(shown, 'end') }
  }
  const renewal = await renewalAfter(client, change)
  return {
    ...rest,
    billedNow: invoice,
    renewal: renewal && (await ask(async () => toNextInvoice(renewal))),
    recurring: renewal && recurringIn(renewal, 'start'),
  }
}
