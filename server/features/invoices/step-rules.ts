// Rule: the wizard goes on where it was left: at the first step whose answer is missing, and once the draft is asked for or
// sent, at what it waits for.

import type { INVOICE_STEPS } from '@countersign/shared/features/invoices'
import type { ManualInvoiceState, Obstacle } from '@countersign/shared/features/invoice-work'

export type InvoiceStep = (typeof INVOICE_STEPS)[number]

const STEP_OF: Readonly<Record<Obstacle['code'], InvoiceStep>> = {
  customer: 'customer',
  lines: 'lines',
  difference: 'review',
  methods: 'payment',
  memo: 'payment',
  draft: 'review',
  outdated: 'review',
  gone: 'review',
  mail: 'review',
  'in-work': 'review',
}

const ORDER: readonly InvoiceStep[] = ['customer', 'lines', 'payment', 'review']

export const nextStep = (state: ManualInvoiceState, beforeDraft: readonly Obstacle[]): InvoiceStep => {
  if (state === 'asked') return 'approval'
  if (state === 'sent' || state === 'ended') return 'sent'
  const missing = new Set(beforeDraft.map(({ code }) => STEP_OF[code]))
  return ORDER.find((step) => missing.has(step)) ?? 'review'
}
