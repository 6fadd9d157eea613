/** An open invoice of the account, whoever made it; a closed one stays, with what became of it. */
export interface ReceivableTable {
  stripeId: string
  customerStripeId: string
  /** As the invoice has it; the mirror's is shown where there is one. */
  customerName: string | null
  /** From the invoice's own metadata, for a customer that the mirror doesn't know. */
  teamId: string | null
  number: string | null
  currency: string
  total: number
  remaining: number
  dueAt: number | null
  finalizedAt: number | null
  createdAt: number
  collectionMethod: 'charge_automatically' | 'send_invoice'
  hostedUrl: string | null
  state: 'open' | 'closed'
  closedAs: 'paid' | 'void' | 'uncollectible' | 'gone' | null
  closedAt: number | null
  asOf: number
}

/** One row: how far the reading of all open invoices is. Whoever reads keeps a lease. */
export interface ReceivableRunTable {
  id: number
  state: 'waiting' | 'running' | 'cancelled' | 'failed' | 'done'
  cursor: string | null
  read: number
  startedAt: number | null
  finishedAt: number | null
  /** When the last whole round began: nothing that is shown as open is older. */
  wholeSince: number | null
  failure: string | null
  leaseHolder: string | null
  leaseUntil: number | null
  /** Raised at each change of hands and each cancellation; a page is written only under the fence of its reader. */
  fence: number
}

export interface InvoiceReminderTable {
  id: string
  invoiceStripeId: string
  letter: number
  /** The day in UTC: a letter goes out once a day at most. */
  sentOn: string
  /** Of the mail in the outbox. */
  mailKey: string
  staffId: string
  staffName: string
  at: number
}

export interface InvoiceNoteTable {
  id: string
  invoiceStripeId: string
  text: string
  promisedOn: string | null
  staffId: string
  staffName: string
  at: number
}

export interface ReceivableTables {
  receivable: ReceivableTable
  receivableRun: ReceivableRunTable
  invoiceReminder: InvoiceReminderTable
  invoiceNote: InvoiceNoteTable
}
