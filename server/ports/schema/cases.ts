import type { CaseEventKind, CaseStrength } from '@countersign/shared/features/cases'

/** One ticket in work. Its standing is the newest verdict's; whether a proof still lives is asked of the verifications. */
export interface TicketCaseTable {
  ticket: string
  verificationId: string
  teamId: string
  customerStripeId: string | null
  customerName: string | null
  strength: CaseStrength
  /** Whoever verified it or took it over last. */
  holderId: string
  holderName: string
  openedAt: number
  /** When it was opened or last reopened: older proofs of the ticket count no more. */
  liveFrom: number
  changedAt: number
  /** Null while it is open. */
  closedAt: number | null
}

/** What people did with a case; never changed afterwards. */
export interface CaseEventTable {
  id: string
  ticket: string
  kind: CaseEventKind
  staffId: string
  staffName: string
  text: string | null
  at: number
}

export interface CaseTables {
  ticketCase: TicketCaseTable
  caseEvent: CaseEventTable
}
