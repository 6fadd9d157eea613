// Rule: where a manual invoice stands follows from its own row and from the request for its approval. A request that came
// to nothing (rejected, withdrawn, expired, stale, failed) leaves the draft as it was: it can be changed and asked for anew.

import { isOpen, type RequestState } from '@countersign/shared/features/approvals'
import type { ManualInvoiceState } from '@countersign/shared/features/invoice-work'

export interface ApprovalStanding {
  readonly state: RequestState
  readonly approversNeeded: number
  readonly approvals: number
  readonly requesterName: string
}

/** `kept`: as the row says. */
export const stateOf = (
  kept: ManualInvoiceState,
  approval: Pick<ApprovalStanding, 'state'> | null,
): ManualInvoiceState =>
  kept === 'asked' && approval !== null && !isOpen(approval.state) && approval.state !== 'done' ? 'drafted' : kept

/** Finance may still change what it wants. */
export const isChangeable = (state: ManualInvoiceState): boolean => state === 'editing' || state === 'drafted'
