// Rule: a quote as people read it and as its rows keep it are the same words and figures.

import {
  addressSchema,
  type Quote,
  type QuoteContent,
  quoteContentSchema,
  type QuoteLine,
  type QuoteRow,
} from '@countersign/shared/features/quotes'
import { toIso } from '@countersign/shared/times'
import { foldText, searchedText, totalMoney } from './quote-rules.ts'

export interface KeptQuote {
  readonly id: string
  readonly reference: string
  readonly source: string
  readonly customerName: string
  readonly billingEmail: string
  readonly address: string
  readonly teamId: string | null
  readonly ticket: string | null
  readonly acceptedBy: string
  readonly acceptedOn: string
  readonly terms: string
  readonly daysUntilDue: number
  readonly currency: string
  readonly total: number
  readonly purchaseOrder: string | null
  readonly taxNumbers: string
  readonly note: string | null
  readonly state: Quote['state']
  readonly recordedBy: string
  readonly recordedAt: number
  readonly changedAt: number
}

export interface KeptAttachment {
  readonly id: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly sha256: string
}

/** The columns that hold what was accepted. */
export const columnsOf = (content: QuoteContent) => {
  const { lines: _, address, taxNumbers, ...same } = content
  return {
    ...same,
    address: JSON.stringify(address),
    taxNumbers: JSON.stringify(taxNumbers),
    referenceKey: foldText(content.reference),
    sourceKey: foldText(content.source),
    total: totalMoney(content).amount,
    searched: searchedText(content),
  }
}

export const contentOf = (row: KeptQuote, lines: readonly QuoteLine[]): QuoteContent => ({
  reference: row.reference,
  source: row.source,
  customerName: row.customerName,
  billingEmail: row.billingEmail,
  address: addressSchema.parse(JSON.parse(row.address)),
  teamId: row.teamId,
  ticket: row.ticket,
  acceptedBy: row.acceptedBy,
  acceptedOn: row.acceptedOn,
  terms: row.terms,
  daysUntilDue: row.daysUntilDue,
  currency: row.currency,
  lines: [...lines],
  purchaseOrder: row.purchaseOrder,
  taxNumbers: quoteContentSchema.shape.taxNumbers.parse(JSON.parse(row.taxNumbers)),
  note: row.note,
})

export const quoteOf = (
  row: KeptQuote,
  { lines, attachments }: { readonly lines: readonly QuoteLine[]; readonly attachments: readonly KeptAttachment[] },
): Quote => ({
  ...contentOf(row, lines),
  id: row.id,
  total: { amount: row.total, currency: row.currency },
  state: row.state,
  attachments: attachments.map(({ id, name, mediaType, size, sha256 }) => ({
    id,
    name,
    mediaType,
    bytes: size,
    sha256,
  })),
  recordedBy: row.recordedBy,
  recordedAt: toIso(row.recordedAt),
  changedAt: toIso(row.changedAt),
})

export const listedOf = (row: KeptQuote): QuoteRow => ({
  id: row.id,
  reference: row.reference,
  source: row.source,
  customerName: row.customerName,
  teamId: row.teamId,
  ticket: row.ticket,
  acceptedBy: row.acceptedBy,
  acceptedOn: row.acceptedOn,
  total: { amount: row.total, currency: row.currency },
  state: row.state,
  changedAt: toIso(row.changedAt),
})
