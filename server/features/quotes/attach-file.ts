import { createHash } from 'node:crypto'
import { MOST_ATTACHMENTS, type Quote } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { nextMoment } from './act-rules.ts'
import type { Asking } from './add-quote.ts'
import { holdOpenQuote, type Meant } from './hold-open-quote.ts'
import { mediaTypeOf } from './media-rules.ts'
import { readQuote } from './read-quote.ts'
import { readUpload } from './read-upload.ts'
import { deleteUpload, insertAttachment, listAttachments, updateQuote } from './store.ts'

const refused = (why: string): AppError => new AppError('ATTACHMENT_REFUSED', { data: { why } })

/** Keeps an uploaded file with a quote. ATTACHMENT_REFUSED for a sixth, the same again, or what it can't be by its bytes. */
export const attachFile = (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: Asking,
  { uploadId, ...meant }: Meant & { readonly uploadId: string },
): Promise<Quote> =>
  inTransaction(kernel.db, async (tx) => {
    const row = await holdOpenQuote(tx, meant)
    const { upload, bytes } = await readUpload(tx, { id: uploadId, staffId: actor.id, purpose: 'attachment' })
    const kept = await listAttachments(tx, row.id)
    if (kept.length >= MOST_ATTACHMENTS) throw refused(`This quote has ${MOST_ATTACHMENTS} attachments already.`)
    const mediaType = mediaTypeOf(bytes, upload.name)
    if (mediaType === null) throw refused(`${upload.name} is no PDF, PNG, JPEG, mail or plain text.`)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const same = kept.find((one) => one.sha256 === sha256)
    if (same) throw refused(`${upload.name} is attached already, as ${same.name}.`)
    const now = nextMoment(kernel.clock.now(), row.changedAt)
    const attachment = {
      id: newId('qat', now),
      quoteId: row.id,
      name: upload.name,
      mediaType,
      size: bytes.length,
      sha256,
    }
    await insertAttachment(tx, { ...attachment, content: bytes, attachedBy: actor.name, attachedAt: now })
    await updateQuote(tx, row.id, { changedAt: now })
    await deleteUpload(tx, uploadId)
    await recordAudit(tx, now, {
      actor,
      action: 'quote.file-attached',
      subject: { kind: 'quote', id: row.id },
      ticket: row.ticket,
      requestId,
      details: { attachment: attachment.id, mediaType, bytes: bytes.length, sha256 },
      personal: { subjectName: `${row.reference}, ${row.customerName}`, file: upload.name },
    })
    return readQuote(tx, row.id)
  })
