import type { StartContract } from '@countersign/shared/features/contracts'
import type { Subject } from '../approvals/index.ts'

/** Whom a contract is about. One reference is carried out at a time, so that it is never kept twice. */
export const planContract = ({
  teamId,
  kind,
  reference,
}: Pick<StartContract, 'teamId' | 'kind' | 'reference'>): Subject => ({
  key: `contract:${kind}:${reference}`,
  teamId,
  customerStripeId: null,
  name: null,
  ticket: null,
  verificationId: null,
})
