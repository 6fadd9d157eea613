// An offline file is live until its end, unless it was withdrawn: a program without a network can't be told so, but from then
// on another file may be made for it.

import type { OfflineFile } from '@countersign/shared/features/license-desk'
import { toIso } from '@countersign/shared/times'

interface KeptFile
  extends Pick<OfflineFile, 'id' | 'installId' | 'name' | 'version' | 'environment' | 'issuedBy' | 'withdrawnFor'> {
  readonly issuedAt: number
  readonly endsAt: number
  readonly withdrawnAt: number | null
}

export const fileState = (
  { endsAt, withdrawnAt }: Pick<KeptFile, 'endsAt' | 'withdrawnAt'>,
  now: number,
): OfflineFile['state'] => {
  if (withdrawnAt !== null) return 'withdrawn'
  return now < endsAt ? 'live' : 'ended'
}

export const fileView = (file: KeptFile, now: number): OfflineFile => ({
  id: file.id,
  installId: file.installId,
  name: file.name,
  version: file.version,
  environment: file.environment,
  issuedBy: file.issuedBy,
  issuedAt: toIso(file.issuedAt),
  endsAt: toIso(file.endsAt),
  state: fileState(file, now),
  withdrawnFor: file.withdrawnFor,
})
