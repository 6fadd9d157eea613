import { MOST_ATTACHMENT_BYTES, MOST_IMPORT_BYTES, type UploadPurpose } from '@countersign/shared/features/quotes'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { fileNameOf } from './media-rules.ts'
import { insertUpload } from './store.ts'

const MOST_BYTES: Readonly<Record<UploadPurpose, number>> = {
  attachment: MOST_ATTACHMENT_BYTES,
  import: MOST_IMPORT_BYTES,
}

export interface NewUpload {
  readonly purpose: UploadPurpose
  readonly name: string
  readonly bytes: number
}

/** A file comes in parts, since one message has no room for it. TOO_LARGE before the first byte was sent. */
export const beginUpload = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  actor: StaffActor,
  { purpose, name, bytes }: NewUpload,
): Promise<{ uploadId: string }> => {
  if (bytes > MOST_BYTES[purpose]) throw new AppError('TOO_LARGE', { data: { bytes, most: MOST_BYTES[purpose] } })
  const createdAt = kernel.clock.now()
  const id = newId('upl', createdAt)
  const row = { id, staffId: actor.id, purpose, name: fileNameOf(name), size: bytes, createdAt }
  await inTransaction(kernel.db, (tx) => insertUpload(tx, row))
  return { uploadId: id }
}
