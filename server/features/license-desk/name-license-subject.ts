import { AppError } from '../../kernel/errors.ts'
import type { Queryable } from '../../ports/database.ts'
import type { Subject } from '../approvals/index.ts'
import { findLicense } from '../licenses/index.ts'
import { listCustomerNames } from './store.ts'

interface Whose {
  readonly teamId: string
  readonly customerStripeId: string | null
}

/** A license names its team by itself, so no ticket has to prove it. */
export const nameLicenseSubject = async (
  db: Queryable,
  whose: Whose | { readonly licenseId: string },
): Promise<Subject> => {
  const found = 'licenseId' in whose ? await findLicense(db, whose.licenseId) : whose
  if (!found) throw new AppError('NOT_FOUND')
  const { teamId, customerStripeId } = found
  const names = await listCustomerNames(db, customerStripeId === null ? [] : [customerStripeId])
  return {
    key: customerStripeId ?? `team:${teamId}`,
    teamId,
    customerStripeId,
    name: names.get(customerStripeId ?? '') ?? null,
    ticket: null,
    verificationId: null,
  }
}
