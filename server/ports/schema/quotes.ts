import type { QuoteState, UploadPurpose } from '@countersign/shared/features/quotes'

/** What a customer accepted. The database keeps one that was invoiced from any change. */
export interface QuoteTable {
  id: string
  reference: string
  source: string
  /** Reference and source as they are compared: without case. */
  referenceKey: string
  sourceKey: string
  customerName: string
  billingEmail: string
  /** JSON. */
  address: string
  teamId: string | null
  ticket: string | null
  acceptedBy: string
  /** `2026-11-20` */
  acceptedOn: string
  terms: string
  daysUntilDue: number
  currency: string
  total: number
  purchaseOrder: string | null
  /** JSON array. */
  taxNumbers: string
  note: string | null
  state: QuoteState
  /** What the search looks into, folded. */
  searched: string
  /** Of all that was accepted: the same words and figures have the same. */
  fingerprint: string
  importId: string | null
  recordedBy: string
  recordedAt: number
  changedAt: number
}

export interface QuoteLineTable {
  quoteId: string
  /** From 0. */
  position: number
  description: string
  quantity: number
  unitAmount: number
  priceStripeId: string | null
}

export interface QuoteAttachmentTable {
  id: string
  quoteId: string
  name: string
  mediaType: string
  size: number
  sha256: string
  content: Uint8Array
  attachedBy: string
  attachedAt: number
}

/** A file on its way here, in parts; gone once it was used, or after a day. */
export interface QuoteUploadTable {
  id: string
  staffId: string
  purpose: UploadPurpose
  name: string
  size: number
  createdAt: number
}

export interface QuoteUploadPartTable {
  uploadId: string
  /** From 0. */
  part: number
  content: Uint8Array
}

export interface QuoteImportTable {
  id: string
  uploadId: string
  fileName: string
  state: 'running' | 'done' | 'cancelled' | 'failed'
  /** JSON of what it found and did so far. */
  counts: string
  failure: string | null
  staffId: string
  /** JSON of who ordered it: what is recorded names them. */
  actor: string
  requestId: string
  startedAt: number
  endedAt: number | null
  leaseHolder: string | null
  leaseUntil: number | null
}

export interface QuoteTables {
  quote: QuoteTable
  quoteLine: QuoteLineTable
  quoteAttachment: QuoteAttachmentTable
  quoteUpload: QuoteUploadTable
  quoteUploadPart: QuoteUploadPartTable
  quoteImport: QuoteImportTable
}
