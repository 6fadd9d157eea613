// Rule: an invoice that is owed or paid at Stripe goes on in its chain, also when it wasn't mailed by us: paid or written off
// in any case, open once the request that finalised it has failed. Whoever was asked and may still answer is waited for, and
// so is the engine. Open without a failed request, it can still be asked for and mailed.

import type { ManualInvoiceState } from '@countersign/shared/features/invoice-work'
import type { RequestState } from '@countersign/shared/features/approvals'
import { isOpen } from '@countersign/shared/features/approvals'

interface Known {
  readonly state: ManualInvoiceState
  readonly request: RequestState | null
}

const ASKABLE: ReadonlySet<ManualInvoiceState> = new Set(['editing', 'drafted', 'asked'])

export const isAdopted = (
  { state, request }: Known,
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void',
): boolean => {
  if (!ASKABLE.has(state) || (request !== null && isOpen(request))) return false
  return status === 'paid' || status === 'uncollectible' || (status === 'open' && request === 'failed')
}
