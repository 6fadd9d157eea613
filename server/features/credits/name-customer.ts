import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'

/** Whose balance it is about. Refuses with TEAM_NOT_PROVEN. */
export const nameCustomer = ({ customerStripeId }: Subject): string => {
  if (customerStripeId === null) throw new AppError('TEAM_NOT_PROVEN')
  return customerStripeId
}
