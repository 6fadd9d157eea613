import type { Stripe } from 'stripe'
import type { PaidTimeFacts, PaidTimeInvoice, PaidTimeLine } from '../../ports/paid-time.ts'
import { listWhole } from './list-whole.ts'
import { ask, idOf, isoOf } from './stripe-call.ts'
import { secondsOf } from './write-options.ts'

const isOfSubscription = ({ parent }: Stripe.InvoiceLineItem, id: string): boolean =>
  parent?.subscription_item_details?.subscription === id || parent?.invoice_item_details?.subscription === id

const toLine = (line: Stripe.InvoiceLineItem): PaidTimeLine => ({
  id: line.id,
  description: line.description ?? 'Line without a description',
  amount: line.amount - (line.discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0),
  periodStartsAt: isoOf(line.period.start),
  periodEndsAt: isoOf(line.period.end),
})

const linesOf = async (client: Stripe, invoice: Stripe.Invoice): Promise<Stripe.InvoiceLineItem[]> =>
  invoice.lines.has_more
    ? listWhole(() => client.invoices.listLineItems(invoice.id, { limit: 100 }))
    : invoice.lines.data

/** Refunds of what paid this invoice; those that a credit note counts already are left out. */
const refundedOn = async (client: Stripe, invoice: string, counted: ReadonlySet<string>): Promise<number> => {
  const payments = await listWhole(() => client.invoicePayments.list({ invoice, status: 'paid', limit: 100 }))
  const lists = await Promise.all(
    payments.map(async ({ payment }): Promise<Stripe.Refund[]> => {
      const [intent, charge] = [idOf(payment.payment_intent), idOf(payment.charge)]
      if (intent !== null) return listWhole(() => client.refunds.list({ payment_intent: intent, limit: 100 }))
      return charge === null ? [] : listWhole(() => client.refunds.list({ charge, limit: 100 }))
    }),
  )
  return lists
    .flat()
    .filter(({ id, status }) => !counted.has(id) && status !== 'failed' && status !== 'canceled')
    .reduce((sum, { amount }) => sum + amount, 0)
}

const givenBack = async (client: Stripe, invoice: Stripe.Invoice): Promise<number> => {
  const notes = await listWhole(() => client.creditNotes.list({ invoice: invoice.id, limit: 100 }))
  const counted = new Set(notes.flatMap(({ refunds }) => refunds.map(({ refund }) => idOf(refund) ?? '')))
  return invoice.post_payment_credit_notes_amount + (await refundedOn(client, invoice.id, counted))
}

/** What the balance paid: credit is below zero, so it rises by what was used. */
const fromBalance = ({ starting_balance: start, ending_balance: end }: Stripe.Invoice): number =>
  Math.max(0, (end ?? start) - start)

const isBilled = ({ status }: Stripe.Invoice): boolean =>
  status === 'open' || status === 'paid' || status === 'uncollectible'

export const paidTime = (client: Stripe): PaidTimeFacts => ({
  listInvoicesReaching: async (subscription, at) => {
    const invoices = await listWhole(() => client.invoices.list({ subscription, limit: 100 }))
    const reading = invoices.filter(isBilled).map(async (invoice): Promise<PaidTimeInvoice[]> => {
      const lines = (await linesOf(client, invoice)).filter(
        (line) => line.period.end > secondsOf(at) && isOfSubscription(line, subscription),
      )
      if (lines.length === 0) return []
      const paid = invoice.amount_paid + fromBalance(invoice) - (await givenBack(client, invoice))
      const { id, currency, total } = invoice
      return [{ stripeId: id, currency, total, paid, lines: lines.map(toLine) }]
    })
    return ask(async () => (await Promise.all(reading)).flat())
  },
})
