import { OFFLINE } from '@countersign/shared/features/license-facts'
import type { OfflineRequest } from '@countersign/shared/licenses-api'
import { dayWords, toIso } from '@countersign/shared/times'
import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import { fileState } from './file-rules.ts'
import type { SignedFile } from './sign-file.ts'
import { holdSeat, insertOfflineFile, type LicenseRow, listOfflineFiles } from './store.ts'
import { tellLicense, type Telling } from './tell-license.ts'

export interface Handing {
  readonly request: OfflineRequest
  readonly file: SignedFile
  /** The approval that it needed. */
  readonly approvalId: string | null
}

/**
 * A signed file with its seat, which it holds until its end. False where the installation got another one meanwhile. The
 * license is locked.
 */
export const keepFile = async (
  tx: Transaction,
  license: LicenseRow,
  telling: Telling,
  { request, file, approvalId }: Handing,
): Promise<boolean> => {
  const { at, actor } = telling
  const { install, name, version, releasedOn, environment } = request
  const files = await listOfflineFiles(tx, license.id)
  if (files.some((one) => one.installId === install && fileState(one, at) === 'live')) return false
  const { id, text, nonceHash, endsAt } = file
  await insertOfflineFile(tx, {
    id,
    licenseId: license.id,
    installId: install,
    name,
    version,
    environment,
    nonceHash,
    requestId: approvalId,
    file: text,
    issuedBy: actor.name,
    issuedAt: at,
    endsAt,
    withdrawnAt: null,
    withdrawnFor: null,
  })
  await holdSeat(tx, {
    id: newId('ins', at),
    licenseId: license.id,
    installId: install,
    name,
    environment,
    version,
    releasedOn,
    nonceHash,
    address: OFFLINE,
    until: endsAt,
    at,
  })
  const told = `An offline file was made for ${name}, until ${dayWords(toIso(endsAt))}.`
  await tellLicense(tx, license, telling, {
    kind: 'offline-issued',
    text: told,
    details: { file: id, install, approval: approvalId },
  })
  return true
}
