import type { Stripe } from 'stripe'
import type { InvoiceDocument, PaymentInvoices } from '../../ports/payment-invoices.ts'
import { creditNoteParams, customerParams, draftParams, lineParams } from './invoice-params.ts'
import { toInvoiceCreditNote } from './map-invoice-document.ts'
import { DOCUMENT_EXPAND as expand, documentOf, linesOf } from './read-invoices.ts'
import { ask, askForOne, expectObject } from './stripe-call.ts'
import { once } from './write-options.ts'

const answering =
  (client: Stripe) =>
  (call: () => Promise<Stripe.Invoice>): Promise<InvoiceDocument> =>
    ask(async () => documentOf(client, expectObject(await call(), 'invoice')))

/** What Stripe does with the items of a draft that goes is nowhere told, and the next invoice must not sweep them up. */
const emptyDraft = async (client: Stripe, draft: Stripe.Invoice, key: string): Promise<void> => {
  const lines = (await linesOf(client, draft)).map(({ id }) => ({ id, behavior: 'delete' as const }))
  if (lines.length > 0) await ask(() => client.invoices.removeLines(draft.id, { lines }, once(`${key}/lines`)))
}

const deleteDraft = async (client: Stripe, id: string, key: string): Promise<void> => {
  const invoice = await askForOne(() => client.invoices.retrieve(id))
  if (!invoice) return
  if (expectObject(invoice, 'invoice').status === 'draft') await emptyDraft(client, invoice, key)
  await askForOne(() => client.invoices.del(id, {}, once(key)))
}

const draftWrites = (
  client: Stripe,
): Pick<PaymentInvoices, 'createDraft' | 'addLines' | 'deleteDraft' | 'finalizeInvoice'> => {
  const answer = answering(client)
  return {
    createDraft: (draft, key) => answer(() => client.invoices.create({ ...draftParams(draft), expand }, once(key))),
    addLines: (id, lines, key) =>
      answer(() => client.invoices.addLines(id, { lines: lines.map(lineParams), expand }, once(key))),
    deleteDraft: (id, key) => deleteDraft(client, id, key),
    finalizeInvoice: (id, key) =>
      answer(() => client.invoices.finalizeInvoice(id, { auto_advance: false, expand }, once(key))),
  }
}

const closingWrites = (
  client: Stripe,
): Pick<PaymentInvoices, 'voidInvoice' | 'markUncollectible' | 'markPaidOutOfBand'> => {
  const answer = answering(client)
  return {
    voidInvoice: (id, key) => answer(() => client.invoices.voidInvoice(id, { expand }, once(key))),
    markUncollectible: (id, key) => answer(() => client.invoices.markUncollectible(id, { expand }, once(key))),
    markPaidOutOfBand: (id, key) =>
      answer(() => client.invoices.pay(id, { paid_out_of_band: true, expand }, once(key))),
  }
}

export const invoiceWrites = (
  client: Stripe,
): ReturnType<typeof draftWrites> &
  ReturnType<typeof closingWrites> &
  Pick<PaymentInvoices, 'createCustomer' | 'createCreditNote'> => ({
  ...draftWrites(client),
  ...closingWrites(client),
  createCustomer: (customer, key) =>
    ask(async () => {
      const made = await client.customers.create(customerParams(customer), once(key))
      return { stripeId: expectObject(made, 'customer').id }
    }),
  createCreditNote: (note, key) =>
    ask(async () => {
      const made = await client.creditNotes.create(creditNoteParams(note), once(key))
      return toInvoiceCreditNote(expectObject(made, 'credit_note'))
    }),
})
