import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { lockLicenses } from '../licenses/index.ts'
import type { LicenseRow } from './store.ts'

/** Locked until the commit. Refuses NOT_FOUND. */
export const holdLicense = async (tx: Transaction, id: string): Promise<LicenseRow> => {
  const [row] = await lockLicenses(tx, [id])
  if (!row) throw new AppError('NOT_FOUND')
  return row
}
