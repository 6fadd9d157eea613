import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { changeInvoice, type InvoiceRow } from './store.ts'

/** Who changes it, and when. */
export interface Hand {
  readonly by: string
  readonly at: number
}

/** Changes it as it was read, and tells the new version. Refuses INVOICE_CHANGED when somebody was faster. */
export const changeRow = async (
  tx: Transaction,
  row: InvoiceRow,
  { by, at, ...change }: Hand & Parameters<typeof changeInvoice>[2],
): Promise<number> => {
  const version = await changeInvoice(tx, row, { ...change, changedBy: by, changedAt: at })
  if (version === null) throw new AppError('INVOICE_CHANGED', { data: { version: null } })
  return version
}
