import { AppError } from '../../kernel/errors.ts'
import type { Standing } from './read-row.ts'

/** Refuses INVOICE_FINALISED once it was noted that the invoice is no draft any more. */
export const requireDraft = ({ row: { status } }: Pick<Standing, 'row'>): void => {
  if (status !== null && status !== 'draft') throw new AppError('INVOICE_FINALISED', { data: { status } })
}
