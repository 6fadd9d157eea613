import type { OfflineFile, OfflinePayload } from '@countersign/shared/features/license-desk'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { findLicense } from '../licenses/index.ts'
import { fileView } from './file-rules.ts'
import { holdLicense } from './hold-license.ts'
import { keepFile } from './keep-file.ts'
import { readOfflineFacts } from './read-offline-facts.ts'
import { readRequestCode } from './read-request-code.ts'
import { signFile } from './sign-file.ts'
import { findOfflineFile } from './store.ts'
import type { Telling } from './tell-license.ts'

/**
 * A signed file for a request code, of a license that something paid stands behind. Refuses NOT_FOUND,
 * REQUEST_CODE_UNREADABLE, OFFLINE_ALREADY_ISSUED and OFFLINE_UNFIT.
 */
export const issueFile = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'keys'>,
  by: Omit<Telling, 'at'>,
  { licenseId, requestCode, endsOn }: OfflinePayload,
): Promise<{ file: OfflineFile; text: string }> => {
  const row = await findLicense(kernel.db, licenseId)
  if (!row) throw new AppError('NOT_FOUND')
  if (row.source === 'word')
    throw new AppError('OFFLINE_UNFIT', {
      data: { words: 'No paid item stands behind it: an approver has to sign for the file.' },
    })
  const wish = { request: readRequestCode(requestCode), endsOn }
  await readOfflineFacts(kernel, row, wish)
  const file = await signFile(kernel, row, wish)
  return inTransaction(kernel.db, async (tx) => {
    const license = await holdLicense(tx, licenseId)
    // Somebody may have taken the seat, or the license back, meanwhile.
    await readOfflineFacts({ db: tx, clock: kernel.clock }, license, wish)
    const telling = { ...by, at: kernel.clock.now() }
    const handing = { request: wish.request, file, approvalId: null }
    if (!(await keepFile(tx, license, telling, handing))) throw new AppError('OFFLINE_ALREADY_ISSUED')
    const kept = await findOfflineFile(tx, file.id)
    assert(kept, 'a file that was just kept is there')
    return { file: fileView(kept, telling.at), text: file.text }
  })
}
