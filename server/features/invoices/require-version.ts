import { toIso } from '@countersign/shared/times'
import { AppError } from '../../kernel/errors.ts'
import type { Standing } from './read-row.ts'

/** Refuses what was changed by somebody else since, with what stands there now. */
export const requireVersion = ({ row, choices }: Standing, version: number): void => {
  if (row.version === version) return
  const { changedBy: by, changedAt } = row
  throw new AppError('INVOICE_CHANGED', { data: { version: row.version, by, at: toIso(changedAt), choices } })
}
