import type { ImportRun } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Asking } from './add-quote.ts'
import { followImport } from './follow-import.ts'
import { cancelImportRow, deleteUpload, findImport } from './store.ts'

/** Stops before its next slice; the quotes that went in stay. One that has ended stays as it ended. */
export const cancelImport = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: Asking,
  id: string,
): Promise<ImportRun> => {
  await inTransaction(kernel.db, async (tx) => {
    const row = await findImport(tx, id)
    if (row?.staffId !== actor.id) throw new AppError('NOT_FOUND')
    const now = kernel.clock.now()
    if (!(await cancelImportRow(tx, id, now))) return
    await deleteUpload(tx, row.uploadId)
    await recordAudit(tx, now, {
      actor,
      action: 'quote-import.cancelled',
      subject: { kind: 'quote-import', id },
      requestId,
      personal: { subjectName: row.fileName },
    })
  })
  return followImport(kernel, actor, id)
}
