import type { Quote } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { nextMoment } from './act-rules.ts'
import type { Asking } from './add-quote.ts'
import { holdOpenQuote, type Meant } from './hold-open-quote.ts'
import { readQuote } from './read-quote.ts'
import { deleteAttachment, listAttachments, updateQuote } from './store.ts'

/** The log keeps which file it was, by its hash. */
export const removeAttachment = (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: Asking,
  { attachmentId, ...meant }: Meant & { readonly attachmentId: string },
): Promise<Quote> =>
  inTransaction(kernel.db, async (tx) => {
    const row = await holdOpenQuote(tx, meant)
    const file = (await listAttachments(tx, row.id)).find(({ id }) => id === attachmentId)
    if (!file) throw new AppError('NOT_FOUND')
    const now = nextMoment(kernel.clock.now(), row.changedAt)
    await deleteAttachment(tx, attachmentId)
    await updateQuote(tx, row.id, { changedAt: now })
    await recordAudit(tx, now, {
      actor,
      action: 'quote.file-removed',
      subject: { kind: 'quote', id: row.id },
      ticket: row.ticket,
      requestId,
      details: { attachment: file.id, mediaType: file.mediaType, bytes: file.size, sha256: file.sha256 },
      personal: { subjectName: `${row.reference}, ${row.customerName}`, file: file.name },
    })
    return readQuote(tx, row.id)
  })
