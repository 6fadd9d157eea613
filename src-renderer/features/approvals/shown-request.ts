import type { ApprovalRequest } from '@countersign/shared/features/approvals'

/** As it comes over the wire, which can't say that an unknown value is there. */
export type ShownRequest = Omit<ApprovalRequest, 'payload' | 'facts'> &
  Partial<Pick<ApprovalRequest, 'payload' | 'facts'>>
