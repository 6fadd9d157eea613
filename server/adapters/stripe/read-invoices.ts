import { DAY_MS, toIso } from '@countersign/shared/times'
import type { Stripe } from 'stripe'
import type { InvoiceDocument, PaymentInvoices } from '../../ports/payment-invoices.ts'
import { REQUEST_KEYS } from '../../ports/request-metadata.ts'
import { listWhole } from './list-whole.ts'
import { toInvoiceCreditNote, toInvoiceDocument, toTaxRate } from './map-invoice-document.ts'
import { ask, askForOne, expectList, expectObject } from './stripe-call.ts'
import { secondsOf } from './write-options.ts'

/** Our clock may be ahead of Stripe's; what is listed too much costs nothing, since the request's id decides. */
const CLOCKS_DIFFER_MS = 2 * DAY_MS

/** Stripe tells what was paid elsewhere only when asked. */
export const DOCUMENT_EXPAND = ['amount_paid_off_stripe']

/** All lines: a long invoice carries its first ones only. */
export const linesOf = async (client: Stripe, { id, lines }: Stripe.Invoice): Promise<Stripe.InvoiceLineItem[]> =>
  lines.has_more ? listWhole(() => client.invoices.listLineItems(id, { limit: 100 })) : lines.data

export const documentOf = async (client: Stripe, invoice: Stripe.Invoice): Promise<InvoiceDocument> => {
  const lines = await ask(() => linesOf(client, invoice))
  return ask(async () => toInvoiceDocument(invoice, lines))
}

const documentsOf = async (client: Stripe, invoices: readonly Stripe.Invoice[]): Promise<InvoiceDocument[]> => {
  const documents: InvoiceDocument[] = []
  // One after the other: a page of long invoices at once would meet the limit of requests per second.
  for (const invoice of invoices) documents.push(await documentOf(client, invoice))
  return documents
}

const isOfRequest = ({ metadata }: { metadata: Stripe.Metadata | null }, requestId: string): boolean =>
  metadata?.[REQUEST_KEYS.request] === requestId

const findCustomer = async (client: Stripe, email: string, requestId: string): Promise<string | null> => {
  const rows = await listWhole(() => client.customers.list({ email, limit: 100 }))
  return ask(async () => rows.find((row) => isOfRequest(row, requestId))?.id ?? null)
}

/** Events can't be asked for by object: the newest come first, and the first that fits ends it. */
const wasSent = async (client: Stripe, invoiceId: string, since: string): Promise<boolean> => {
  let isSent = false
  const params = { type: 'invoice.sent', created: { gte: secondsOf(since) }, limit: 100 }
  await ask(() =>
    client.events.list(params).autoPagingEach((event) => {
      isSent = event.type === 'invoice.sent' && event.data.object.id === invoiceId
      return !isSent
    }),
  )
  return isSent
}

type Reads = Pick<
  PaymentInvoices,
  | 'findCustomerByRequest'
  | 'readInvoiceDocument'
  | 'findInvoicesByRequest'
  | 'listCreditNotes'
  | 'wasInvoiceSentSince'
  | 'listOpenInvoices'
  | 'listTaxRates'
>

export const invoiceReads = (client: Stripe): Reads => ({
  findCustomerByRequest: (email, requestId) => findCustomer(client, email, requestId),
  readInvoiceDocument: async (id) => {
    const invoice = await askForOne(() => client.invoices.retrieve(id, { expand: DOCUMENT_EXPAND }))
    return invoice && ask(() => documentOf(client, expectObject(invoice, 'invoice')))
  },
  findInvoicesByRequest: async (customer, { requestId, since }) => {
    const gte = secondsOf(toIso(Date.parse(since) - CLOCKS_DIFFER_MS))
    const expand = DOCUMENT_EXPAND.map((name) => `data.${name}`)
    const rows = await listWhole(() => client.invoices.list({ customer, created: { gte }, expand, limit: 100 }))
    return ask(() =>
      documentsOf(
        client,
        rows.filter((row) => isOfRequest(row, requestId)),
      ),
    )
  },
  listCreditNotes: async (invoice) => {
    const rows = await listWhole(() => client.creditNotes.list({ invoice, limit: 100 }))
    return ask(async () => rows.map(toInvoiceCreditNote))
  },
  wasInvoiceSentSince: (id, since) => wasSent(client, id, since),
  listOpenInvoices: async (startingAfter) => {
    const after = startingAfter === null ? {} : { starting_after: startingAfter }
    const page = await ask(() => client.invoices.list({ status: 'open', limit: 100, ...after }))
    return ask(async () => ({ rows: await documentsOf(client, expectList(page)), hasMore: page.has_more }))
  },
  listTaxRates: async () => {
    const rows = await listWhole(() => client.taxRates.list({ active: true, limit: 100 }))
    return ask(async () => rows.map(toTaxRate))
  },
})
