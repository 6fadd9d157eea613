import type { Account } from '../store/account.ts'
import type { Invoice } from '../store/kinds.ts'
import { invalidRequest } from '../wire/errors.ts'

/** No mail leaves the sandbox; the event says that Stripe would have sent one. */
export const sendInvoice = (account: Account, invoice: Invoice): Invoice => {
  if (invoice.collection_method !== 'send_invoice') {
    throw invalidRequest('You can only manually send an invoice if its collection method is `send_invoice`.')
  }
  account.emit('invoice.sent', 'invoice', invoice)
  return invoice
}
