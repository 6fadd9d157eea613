import type { ChangeContract, StartContract } from '@countersign/shared/features/contracts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'
import { findContract } from './store.ts'

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

/** Refuses with NOT_FOUND. */
export const planContractChange = async (
  { db }: Pick<Kernel, 'db'>,
  { contractId }: Pick<ChangeContract, 'contractId'>,
): Promise<Subject> => {
  const row = await findContract(db, contractId)
  if (!row) throw new AppError('NOT_FOUND')
  return planContract(row)
}
