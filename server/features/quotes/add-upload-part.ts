import { UPLOAD_PART_BYTES } from '@countersign/shared/features/quotes'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { findUpload, insertUploadPart } from './store.ts'

export interface UploadPart {
  readonly uploadId: string
  readonly part: number
  readonly base64: string
}

/** Every part but the last is full, so that the place of each is known. UPLOAD_INCOMPLETE for one that doesn't fit. */
export const addUploadPart = (
  kernel: Pick<Kernel, 'db'>,
  actor: StaffActor,
  { uploadId, part, base64 }: UploadPart,
): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    const upload = await findUpload(tx, uploadId)
    if (upload?.staffId !== actor.id) throw new AppError('NOT_FOUND')
    const content = Buffer.from(base64, 'base64')
    const expected = Math.min(UPLOAD_PART_BYTES, upload.size - part * UPLOAD_PART_BYTES)
    if (content.length !== expected) throw new AppError('UPLOAD_INCOMPLETE')
    await insertUploadPart(tx, { uploadId, part, content })
  })
