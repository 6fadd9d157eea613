import type { RequestState } from '@countersign/shared/features/approvals'
import type { KeyPlace } from '@countersign/shared/features/countersignature'

export interface ApprovalRequestTable {
  id: string
  kind: string
  /** Canonical JSON, as its hash covers it. */
  payload: string
  payloadHash: string
  facts: string
  factsHash: string
  /** What executions are serialised by: the Stripe customer, or `team:…`, or `companion`. */
  subjectKey: string
  teamId: string | null
  customerStripeId: string | null
  subjectName: string | null
  ticket: string | null
  verificationId: string | null
  reason: string
  requesterId: string
  requesterName: string
  /** Made by the form: the same one twice is the same request. */
  requestKey: string
  policyVersion: number
  approversNeeded: number
  isDesktopOnly: number
  /** JSON array of sentences: which rules asked for these approvers. */
  rules: string
  /** Whether bands and budgets count it: not once it came to nothing. */
  isCounted: number
  /** Value given away. */
  givenAmount: number | null
  givenCurrency: string | null
  title: string
  state: RequestState
  replacesId: string | null
  /** JSON of how it ended. */
  outcome: string | null
  createdAt: number
  expiresAt: number
  changedAt: number
  closedAt: number | null
}

export interface ApproverKeyTable {
  id: string
  staffId: string
  publicKey: string
  place: KeyPlace
  label: string
  state: 'waiting' | 'active' | 'ended'
  createdAt: number
  activatedAt: number | null
  endedAt: number | null
}

export interface ApprovalDecisionTable {
  id: string
  requestId: string
  requesterId: string
  staffId: string
  staffName: string
  decision: 'approve' | 'reject'
  comment: string | null
  keyId: string
  /** The canonical text that was signed. */
  message: string
  signature: string
  at: number
}

export interface ApprovalCommentTable {
  id: string
  requestId: string
  staffId: string
  staffName: string
  kind: 'comment' | 'question' | 'answer'
  text: string
  at: number
}

interface PolicyVersionTable {
  version: number
  document: string
  requestId: string | null
  createdAt: number
}

export interface ApprovalTables {
  approvalRequest: ApprovalRequestTable
  approverKey: ApproverKeyTable
  approvalDecision: ApprovalDecisionTable
  approvalComment: ApprovalCommentTable
  policyVersion: PolicyVersionTable
}
