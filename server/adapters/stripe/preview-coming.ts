import type { Stripe } from 'stripe'
import type { ComingInvoice, ComingInvoices } from '../../ports/payment-facts.ts'
import { isRecurring, linesOf, sumOf, toComingLine } from './preview-lines.ts'
import { ask, askForOne, expectObject, isoOf } from './stripe-call.ts'

interface Rhythm {
  readonly interval: string
  readonly count: number
}

const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7 }
const MONTHS: Readonly<Record<string, number>> = { month: 1, year: 12 }

const lastDayOf = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate()

/** The start of the period `periods` later. Months keep the anchor's day, or their last where they have none such. */
const laterStart = (
  start: number,
  { anchor, rhythm, periods }: { anchor: number; rhythm: Rhythm; periods: number },
) => {
  const days = DAYS[rhythm.interval]
  if (days !== undefined) return start + days * rhythm.count * periods * 86_400
  const from = new Date(start * 1000)
  const months = (MONTHS[rhythm.interval] ?? 1) * rhythm.count * periods
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1))
  const day = Math.min(new Date(anchor * 1000).getUTCDate(), lastDayOf(first.getUTCFullYear(), first.getUTCMonth()))
  return start - midnightOf(from) + first.getTime() / 1000 + (day - 1) * 86_400
}

const midnightOf = (at: Date): number => Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()) / 1000

const rhythmOf = ({ items }: Stripe.Subscription): Rhythm | null => {
  const all = items.data.map(({ price }) => ({
    interval: price.recurring?.interval ?? 'month',
    count: price.recurring?.interval_count ?? 1,
  }))
  const [first] = all
  const isEven = all.every(({ interval, count }) => interval === first?.interval && count === first.count)
  return isEven ? (first ?? null) : null
}

/** Why what the next invoice shows can't simply be repeated. */
const whyNotRepeated = (subscription: Stripe.Subscription): Exclude<ComingInvoices['stopsAt'], 'end' | null> | null => {
  if (subscription.schedule !== null) return 'schedule'
  if (subscription.items.data.some(({ price }) => price.recurring?.usage_type === 'metered')) return 'usage'
  return rhythmOf(subscription) === null ? 'intervals' : null
}

const startOf = (preview: Stripe.Invoice): number => {
  const starts = linesOf(preview)
    .filter(isRecurring)
    .map(({ period }) => period.start)
  return starts.length === 0 ? preview.period_end : Math.max(...starts)
}

const invoiceOf = (
  lines: readonly Stripe.InvoiceLineItem[],
  { currency }: Stripe.Invoice,
): Omit<ComingInvoice, 'at' | 'source'> => ({
  lines: lines.map(toComingLine),
  beforeDiscounts: sumOf(lines, currency),
  discountable: sumOf(
    lines.filter((line) => line.discountable),
    currency,
  ),
})

const repeat = (subscription: Stripe.Subscription, preview: Stripe.Invoice, count: number): ComingInvoices => {
  const start = startOf(preview)
  const next: ComingInvoice = { at: isoOf(start), ...invoiceOf(linesOf(preview), preview), source: 'preview' }
  const stopsAt = whyNotRepeated(subscription)
  const rhythm = rhythmOf(subscription)
  if (stopsAt || !rhythm || count <= 1) return { invoices: [next], stopsAt: count <= 1 ? null : stopsAt }
  const recurring = linesOf(preview).filter(isRecurring)
  // Without a plain item it is the last invoice of a subscription that ends.
  if (recurring.length === 0) return { invoices: [next], stopsAt: 'end' }
  const end = subscription.cancel_at ?? Infinity
  const later = Array.from({ length: count - 1 }, (_, index) =>
    laterStart(start, { anchor: subscription.billing_cycle_anchor, rhythm, periods: index + 1 }),
  )
    .filter((at) => at < end)
    .map((at): ComingInvoice => ({ at: isoOf(at), ...invoiceOf(recurring, preview), source: 'repeated' }))
  return { invoices: [next, ...later], stopsAt: later.length < count - 1 ? 'end' : null }
}

/** Stripe previews the next invoice; what recurs in it stands for those after it as long as nothing is set to change. */
export const previewComingInvoices = async (client: Stripe, id: string, count: number): Promise<ComingInvoices> => {
  const [subscription, preview] = await Promise.all([
    ask(() => client.subscriptions.retrieve(id)),
    askForOne(() => client.invoices.createPreview({ subscription: id })),
  ])
  expectObject(subscription, 'subscription')
  if (!preview) return { invoices: [], stopsAt: 'end' }
  return ask(async () => repeat(subscription, expectObject(preview, 'invoice'), count))
}
