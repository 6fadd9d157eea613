import { dayOf, toIso } from '@countersign/shared/times'
import type { Money } from '@countersign/shared/money'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Queryable } from '../../ports/database.ts'
import { readPolicy } from '../approvals/index.ts'
import { findLicense, findSale } from '../licenses/index.ts'
import { renewalAmount, RENEWAL_DAYS, updatesAfter } from './renewal-rules.ts'

export interface RenewalPrice {
  readonly percent: number
  readonly amount: Money
  /** Were it paid today. */
  readonly updatesAfter: string
}

/** What a year of updates costs now, by the policy in force. Refuses NOT_FOUND, LICENSE_REVOKED and RENEWAL_UNPRICED. */
export const priceRenewal = async (
  { db, clock }: { readonly db: Queryable; readonly clock: Kernel['clock'] },
  id: string,
): Promise<RenewalPrice> => {
  const row = await findLicense(db, id)
  if (!row) throw new AppError('NOT_FOUND')
  if (row.revokedAt !== null) throw new AppError('LICENSE_REVOKED')
  const sale = await findSale(db, id)
  if (!sale || row.updatesUntil === null) throw new AppError('RENEWAL_UNPRICED')
  const { policy } = await readPolicy({ db, clock })
  const { updatesPercent: percent } = policy
  const amount = { amount: renewalAmount(sale.amount, percent), currency: sale.currency }
  return { percent, amount, updatesAfter: updatesAfter(row.updatesUntil, dayOf(toIso(clock.now())), RENEWAL_DAYS) }
}
