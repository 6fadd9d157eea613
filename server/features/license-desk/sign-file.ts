import { createHash } from 'node:crypto'
import { LICENSE_FILE_TYPE, type LicenseFile, type OfflineRequest } from '@countersign/shared/licenses-api'
import type { Kernel } from '../../kernel/context.ts'
import { companionIdOf } from '../../kernel/fingerprint.ts'
import { newId } from '../../kernel/ids.ts'
import { openSigner, publishKeys, viewLicense } from '../licenses/index.ts'
import { endOf } from './offline-rules.ts'
import type { LicenseRow } from './store.ts'

export interface SignedFile {
  readonly id: string
  readonly text: string
  readonly nonceHash: string
  readonly endsAt: number
}

const seconds = (ms: number): number => Math.floor(ms / 1000)

/** The file as it is handed out; nothing is written. */
export const signFile = async (
  kernel: Pick<Kernel, 'db' | 'keys' | 'clock'>,
  row: LicenseRow,
  { request, endsOn }: { readonly request: OfflineRequest; readonly endsOn: string },
): Promise<SignedFile> => {
  const { plan } = viewLicense(row)
  const now = kernel.clock.now()
  const id = newId('lof', now)
  const endsAt = endOf(endsOn)
  const nonceHash = createHash('sha256').update(request.nonce).digest('base64url')
  const { statements } = await publishKeys(kernel)
  const file: LicenseFile = {
    v: 1,
    iss: companionIdOf(kernel.keys),
    aud: row.product,
    sub: id,
    install: request.install,
    license: row.id,
    plan: plan.plan,
    planRevision: plan.revision,
    limits: plan.limits,
    environment: request.environment,
    hasMultiTenancy: plan.hasMultiTenancy,
    updatesUntil: plan.updatesUntil,
    nonceHash,
    iat: seconds(now),
    exp: seconds(endsAt),
    statements,
  }
  return { id, text: await openSigner(kernel).sign(LICENSE_FILE_TYPE, file), nonceHash, endsAt }
}
