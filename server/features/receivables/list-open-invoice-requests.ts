import { isOpen } from '@countersign/shared/features/approvals'
import { toIso } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { listPastRequests, listRequests } from '../approvals/index.ts'
import { invoiceOfRequest, isAboutInvoice } from './invoice-request-rules.ts'

export interface OpenInvoiceRequest {
  readonly id: string
  readonly kind: string
  readonly invoiceStripeId: string
}

const MOST = 200
const ALWAYS = toIso(0)

/** What is asked for and isn't over, newest first. */
export const listOpenInvoiceRequests = async (kernel: Kernel, viewer: StaffActor): Promise<OpenInvoiceRequest[]> => {
  const open = await listRequests(kernel, viewer, { filter: 'open', limit: MOST })
  const customers = new Set(
    open.flatMap(({ kind, customerStripeId }) => (isAboutInvoice(kind) && customerStripeId ? [customerStripeId] : [])),
  )
  const found: OpenInvoiceRequest[] = []
  for (const customerStripeId of customers) {
    const requests = await listPastRequests(kernel, { customerStripeId, since: ALWAYS })
    for (const { id, kind, state, payload } of requests) {
      const invoiceStripeId = invoiceOfRequest(kind, payload)
      if (invoiceStripeId !== null && isOpen(state)) found.push({ id, kind, invoiceStripeId })
    }
  }
  return found
}
