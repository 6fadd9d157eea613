import type { ChangeContract } from '@countersign/shared/features/contracts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'
import { planContract } from './plan-contract.ts'
import { findContract } from './store.ts'

/** Refuses with NOT_FOUND. */
export const planContractChange = async (
  { db }: Pick<Kernel, 'db'>,
  { contractId }: Pick<ChangeContract, 'contractId'>,
): Promise<Subject> => {
  const row = await findContract(db, contractId)
  if (!row) throw new AppError('NOT_FOUND')
  return planContract(row)
}
