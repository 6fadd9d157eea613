// Rule: a request is about one invoice when its kind closes or credits one; the invoice stands in its payload.

import { invoiceIdInputSchema } from '@countersign/shared/features/receivables'

const ABOUT_ONE = invoiceIdInputSchema.strip()
const KINDS: ReadonlySet<string> = new Set([
  'invoice.void',
  'invoice.uncollectible',
  'invoice.paid-out-of-band',
  'invoice.credit-note',
])

export const isAboutInvoice = (kind: string): boolean => KINDS.has(kind)

/** What was asked for one invoice; null for requests about something else. */
export const invoiceOfRequest = (kind: string, payload: unknown): string | null =>
  isAboutInvoice(kind) ? (ABOUT_ONE.safeParse(payload).data?.invoiceStripeId ?? null) : null
