import { MOST_ATTACHMENT_BYTES, MOST_IMPORT_BYTES, type UploadPurpose } from '@countersign/shared/features/quotes'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { fileNameOf } from './media-rules.ts'
import { deleteUpload, insertUpload, listSpareUploads } from './store.ts'

const MOST_BYTES: Readonly<Record<UploadPurpose, number>> = {
  attachment: MOST_ATTACHMENT_BYTES,
  import: MOST_IMPORT_BYTES,
}

/** Files of one person that are here and not used yet: nobody fills the disk by beginning. */
const MOST_UNUSED = 8

const MIB = 1024 * 1024

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
  const most = MOST_BYTES[purpose]
  if (bytes > most) {
    const why = `The file has ${(bytes / MIB).toFixed(1)} MB; at most ${most / MIB} MB are taken.`
    throw new AppError('TOO_LARGE', { data: { why } })
  }
  const createdAt = kernel.clock.now()
  const id = newId('upl', createdAt)
  const row = { id, staffId: actor.id, purpose, name: fileNameOf(name), size: bytes, createdAt }
  await inTransaction(kernel.db, async (tx) => {
    for (const spare of await listSpareUploads(tx, actor.id, MOST_UNUSED - 1)) await deleteUpload(tx, spare)
    await insertUpload(tx, row)
  })
  return { uploadId: id }
}
