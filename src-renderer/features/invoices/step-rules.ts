// Rule: every step can be opened at any time, and none is a lock: what isn't done yet says so where it is needed. A step
// counts as done once nothing stands in its way, and the companion says which one comes next.

import type { ManualInvoice, Obstacle } from '@countersign/shared/features/invoice-work'
import { INVOICE_STEPS, type InvoiceStep } from '@countersign/shared/features/invoices'

const OF_STEP: Readonly<Partial<Record<InvoiceStep, readonly Obstacle['code'][]>>> = {
  customer: ['customer'],
  lines: ['lines', 'difference'],
  payment: ['methods', 'memo'],
}

const isDrafted = ({ document }: Pick<ManualInvoice, 'document'>): boolean => document !== null

const hasNone = ({ beforeDraft, beforeSend }: ManualInvoice, codes: readonly Obstacle['code'][]): boolean =>
  [...beforeDraft, ...beforeSend].every(({ code }) => !codes.includes(code))

export const isStepDone = (invoice: ManualInvoice, step: InvoiceStep): boolean => {
  const { state } = invoice
  if (step === 'sent') return state === 'sent'
  if (step === 'approval') return state === 'sent'
  if (step === 'review')
    return state === 'asked' || state === 'sent' || (isDrafted(invoice) && invoice.beforeSend.length === 0)
  return hasNone(invoice, OF_STEP[step] ?? [])
}

export const stepOf = (text: string | undefined): InvoiceStep | undefined => INVOICE_STEPS.find((step) => step === text)

export const stepBefore = (step: InvoiceStep): InvoiceStep | null =>
  INVOICE_STEPS[INVOICE_STEPS.indexOf(step) - 1] ?? null

export const stepAfter = (step: InvoiceStep): InvoiceStep | null =>
  INVOICE_STEPS[INVOICE_STEPS.indexOf(step) + 1] ?? null

/** Whether what finance chose can still be changed. */
export const isOpen = ({ state }: Pick<ManualInvoice, 'state'>): boolean => state === 'editing' || state === 'drafted'
