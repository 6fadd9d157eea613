import type { UploadPurpose } from '@countersign/shared/features/quotes'
import { AppError } from '../../kernel/errors.ts'
import type { Queryable } from '../../ports/database.ts'
import { findUpload, listUploadParts, type UploadRow } from './store.ts'

export interface WantedUpload {
  readonly id: string
  readonly staffId: string
  readonly purpose: UploadPurpose
}

/** The whole file. NOT_FOUND for somebody else's or one for another purpose; UPLOAD_INCOMPLETE while parts are missing. */
export const readUpload = async (
  db: Queryable,
  { id, staffId, purpose }: WantedUpload,
): Promise<{ readonly upload: UploadRow; readonly bytes: Buffer }> => {
  const upload = await findUpload(db, id)
  if (!upload || upload.staffId !== staffId || upload.purpose !== purpose) throw new AppError('NOT_FOUND')
  const parts = await listUploadParts(db, id)
  const bytes = Buffer.concat(parts.map(({ content }) => content))
  if (bytes.length !== upload.size) throw new AppError('UPLOAD_INCOMPLETE')
  return { upload, bytes }
}
