import type { OfflineFile } from '@countersign/shared/features/license-desk'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { fileView } from './file-rules.ts'
import { holdLicense } from './hold-license.ts'
import { findOfflineFile } from './store.ts'
import { tellLicense, type Telling } from './tell-license.ts'

/** The file once more, for whoever lost it: it fits one installation only. That it was read is in the history. */
export const showFile = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: Omit<Telling, 'at'>,
  id: string,
): Promise<{ file: OfflineFile; text: string }> =>
  inTransaction(db, async (tx) => {
    const file = await findOfflineFile(tx, id)
    if (!file) throw new AppError('NOT_FOUND')
    const license = await holdLicense(tx, file.licenseId)
    const at = clock.now()
    const text = `The offline file of ${file.name} was read again.`
    await tellLicense(tx, license, { ...by, at }, { kind: 'offline-read', text, details: { file: id } })
    return { file: fileView(file, at), text: file.file }
  })
