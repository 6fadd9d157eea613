import type { ImportRun } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Asking } from './add-quote.ts'
import { NO_COUNTS, runOf } from './import-rules.ts'
import { readUpload } from './read-upload.ts'
import { insertImport } from './store.ts'

/** Orders an import; the job of whichever replica comes first does it. IMPORT_RUNNING while this person has one. */
export const startImport = (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: Asking,
  uploadId: string,
): Promise<ImportRun> =>
  inTransaction(kernel.db, async (tx) => {
    const { upload } = await readUpload(tx, { id: uploadId, staffId: actor.id, purpose: 'import' })
    const startedAt = kernel.clock.now()
    const row = {
      id: newId('qim', startedAt),
      uploadId,
      fileName: upload.name,
      state: 'running',
      counts: JSON.stringify(NO_COUNTS),
      failure: null,
      staffId: actor.id,
      actor: JSON.stringify({ id: actor.id, name: actor.name, device: actor.device }),
      requestId,
      startedAt,
      endedAt: null,
      leaseHolder: null,
      leaseUntil: null,
    } as const
    if (!(await insertImport(tx, row))) throw new AppError('IMPORT_RUNNING')
    await recordAudit(tx, startedAt, {
      actor,
      action: 'quote-import.started',
      subject: { kind: 'quote-import', id: row.id },
      requestId,
      details: { bytes: upload.size },
      personal: { subjectName: upload.name },
    })
    return runOf(row, NO_COUNTS, actor.name)
  })
