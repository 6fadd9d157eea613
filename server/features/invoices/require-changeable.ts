import { AppError } from '../../kernel/errors.ts'
import type { Standing } from './read-row.ts'
import { requireVersion } from './require-version.ts'
import { isChangeable } from './standing-rules.ts'

/** Refuses what was changed by somebody else since, and what can't be changed now. */
export const requireChangeable = (standing: Standing, version: number): void => {
  requireVersion(standing, version)
  const { state } = standing
  if (!isChangeable(state)) throw new AppError('INVOICE_IN_WORK', { data: { state } })
}
