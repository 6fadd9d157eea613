import type { Generated } from 'kysely'

interface MirrorCustomerTable {
  stripeId: string
  /** From metadata, the first configured key that is present. */
  teamId: string | null
  name: string | null
  email: string | null
  currency: string | null
  balance: number
  createdAt: number
  isDeleted: number
  asOf: number
  /** When the event was made that told the row; null where Stripe was asked for it. */
  toldAt: Generated<number | null>
  /** Folded as `search-rules` says; null when there is nothing to find by. */
  nameFold: Generated<string | null>
  emailFold: Generated<string | null>
  /** Place in the gram index; a new one with each new name, so that what is indexed never changes. */
  document: Generated<number | null>
}

interface MirrorSubscriptionTable {
  stripeId: string
  customerStripeId: string
  teamId: string | null
  status: string
  createdAt: number
  asOf: number
  /** When the event was made that told the row; null where Stripe was asked for it. */
  toldAt: Generated<number | null>
}

interface MirrorInvoiceTable {
  stripeId: string
  customerStripeId: string
  number: string | null
  status: string
  total: number
  currency: string
  createdAt: number
  asOf: number
  /** When the event was made that told the row; null where Stripe was asked for it. */
  toldAt: Generated<number | null>
}

interface MirrorCodeTable {
  stripeId: string
  code: string
  couponStripeId: string
  customerStripeId: string | null
  isActive: number
  createdAt: number
  asOf: number
  /** When the event was made that told the row; null where Stripe was asked for it. */
  toldAt: Generated<number | null>
}

/** One row per fill of the mirror; a running one keeps its cursor, so that a restart goes on where it was. */
export interface MirrorRunTable {
  id: string
  state: 'running' | 'cancelled' | 'failed' | 'done'
  resource: 'customers' | 'subscriptions' | 'invoices' | 'codes'
  cursor: string | null
  /** JSON of counts per resource. */
  counts: string
  failure: string | null
  startedAt: number
  finishedAt: number | null
  /** Which replica works on it, until when: another takes over when this has passed. */
  leaseHolder: string | null
  leaseUntil: number | null
  /** Raised at each change of hands; a page is written only under the fence that its writer was given. */
  fence: Generated<number>
}

/** One row. Its lock orders the writers of documents, so that a seen document has no unseen one before it. */
interface MirrorStateTable {
  id: number
  nextDocument: number
  /** Documents below this are in the gram index. */
  indexedTo: number
  /** When Stripe was last heard, by a fill or an event. */
  heardAt: number | null
  /** Which replica indexes, until when: another takes over when this has passed. */
  indexer: string | null
  indexerUntil: number | null
}

/** A run of documents that were indexed together. Grams of a segment that isn't listed here don't count. */
interface SearchSegmentTable {
  id: number
  firstDocument: number
  /** One past the last. */
  endDocument: number
}

/** Which documents of a segment hold three letters in a row. `postings` is explained in `postings-rules.ts`. */
export interface SearchGramTable {
  segment: number
  gram: string
  documents: number
  postings: Uint8Array
}

export interface MirrorTables {
  mirrorCustomer: MirrorCustomerTable
  mirrorSubscription: MirrorSubscriptionTable
  mirrorInvoice: MirrorInvoiceTable
  mirrorCode: MirrorCodeTable
  mirrorRun: MirrorRunTable
  mirrorState: MirrorStateTable
  searchSegment: SearchSegmentTable
  searchGram: SearchGramTable
}
