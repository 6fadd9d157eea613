import type { Strength } from '@countersign/shared/features/teams'

/** What was found for a ticket; never changed afterwards. */
export interface VerificationTable {
  id: string
  ticket: string
  teamId: string
  strength: Strength
  customerStripeId: string | null
  customerName: string | null
  staffId: string
  staffName: string
  /** JSON of the whole verification as it was shown. */
  shown: string
  at: number
  liveUntil: number | null
  /** The ambiguous verdict out of which this customer was picked, on an approver's word. */
  pickedFrom: string | null
}

/** The last answers of Stripe for a team's page, so that it can be read without the network, stamped "as of". */
export interface KeptPageTable {
  customerStripeId: string
  part: string
  value: string
  asOf: number
}

export interface TeamTables {
  verification: VerificationTable
  keptPage: KeptPageTable
}
