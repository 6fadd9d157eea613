import { AppError } from '../../kernel/errors.ts'
import type { Standing } from './read-row.ts'
import { requireChangeable } from './require-changeable.ts'

/** Refuses to send what isn't what was chosen last, and what `requireChangeable` refuses. */
export const requireCurrent = (standing: Standing, version: number): void => {
  requireChangeable(standing, version)
  if (!standing.isOutdated) return
  const words = 'Something was changed since the draft was made. Make it again.'
  throw new AppError('INVOICE_NOT_READY', { data: { obstacles: [{ code: 'outdated', words }] } })
}
