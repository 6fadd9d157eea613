import type { Stripe } from 'stripe'
import type { InvoiceDocument, PaymentInvoices } from '../../ports/payment-invoices.ts'
import { creditNoteParams, customerParams, draftParams, lineParams } from './invoice-params.ts'
import { toInvoiceCreditNote } from './map-invoice-document.ts'
import { documentOf } from './read-invoices.ts'
import { ask, askForOne, expectObject } from './stripe-call.ts'
import { once } from './write-options.ts'

const answering =
  (client: Stripe) =>
  (call: () => Promise<Stripe.Invoice>): Promise<InvoiceDocument> =>
    ask(async () => documentOf(client, expectObject(await call(), 'invoice')))

const draftWrites = (
  client: Stripe,
): Pick<PaymentInvoices, 'createDraft' | 'addLines' | 'deleteDraft' | 'finalizeInvoice'> => {
  const answer = answering(client)
  return {
    createDraft: (draft, key) => answer(() => client.invoices.create(draftParams(draft), once(key))),
    addLines: (id, lines, key) =>
      answer(() => client.invoices.addLines(id, { lines: lines.map(lineParams) }, once(key))),
    deleteDraft: async (id, key) => {
      await askForOne(() => client.invoices.del(id, {}, once(key)))
    },
    finalizeInvoice: (id, key) => answer(() => client.invoices.finalizeInvoice(id, { auto_advance: false }, once(key))),
  }
}

const closingWrites = (
  client: Stripe,
): Pick<PaymentInvoices, 'voidInvoice' | 'markUncollectible' | 'markPaidOutOfBand'> => {
  const answer = answering(client)
  return {
    voidInvoice: (id, key) => answer(() => client.invoices.voidInvoice(id, {}, once(key))),
    markUncollectible: (id, key) => answer(() => client.invoices.markUncollectible(id, {}, once(key))),
    markPaidOutOfBand: (id, key) => answer(() => client.invoices.pay(id, { paid_out_of_band: true }, once(key))),
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
