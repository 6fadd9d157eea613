import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { holdLicense } from './hold-license.ts'
import { findOfflineFile, freeInstall, withdrawOfflineFile } from './store.ts'
import { tellLicense, type Telling } from './tell-license.ts'

/**
 * Another file may be made for the installation, and its seat is free. The file itself can't be called back: it runs to its
 * end wherever it is. Refuses LICENSE_STANDS_SO.
 */
export const withdrawFile = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: Omit<Telling, 'at'>,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const file = await findOfflineFile(tx, id)
    if (!file) throw new AppError('NOT_FOUND')
    const license = await holdLicense(tx, file.licenseId)
    const at = clock.now()
    if (!(await withdrawOfflineFile(tx, id, { at, reason }))) throw new AppError('LICENSE_STANDS_SO')
    await freeInstall(tx, file, at)
    const text = `The offline file of ${file.name} was withdrawn.`
    await tellLicense(tx, license, { ...by, at }, { kind: 'offline-withdrawn', text, reason, details: { file: id } })
  })
