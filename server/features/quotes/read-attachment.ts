import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Asking } from './add-quote.ts'
import { findAttachment, findQuote } from './store.ts'

export interface AttachedFile {
  readonly name: string
  readonly mediaType: string
  readonly base64: string
}

/** The file itself; that somebody took it is in the log. */
export const readAttachment = (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: Asking,
  id: string,
): Promise<AttachedFile> =>
  inTransaction(kernel.db, async (tx) => {
    const file = await findAttachment(tx, id)
    const quote = file && (await findQuote(tx, file.quoteId))
    if (!quote) throw new AppError('NOT_FOUND')
    await recordAudit(tx, kernel.clock.now(), {
      actor,
      action: 'quote.file-opened',
      subject: { kind: 'quote', id: quote.id },
      ticket: quote.ticket,
      requestId,
      details: { attachment: file.id, sha256: file.sha256 },
      personal: { subjectName: `${quote.reference}, ${quote.customerName}`, file: file.name },
    })
    const { name, mediaType, content } = file
    return { name, mediaType, base64: Buffer.from(content).toString('base64') }
  })
