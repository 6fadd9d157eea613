import { type Lease, LEASE_TYPE, type LicenseEnvironment } from '@countersign/shared/licenses-api'
import type { LicenseView, Signer } from '../licenses/index.ts'

export interface LeaseWish {
  readonly license: LicenseView
  readonly instance: string
  readonly installId: string
  readonly environment: LicenseEnvironment
  readonly nonceHash: string
  readonly now: number
  readonly runUntil: number
  /** As it is durably written, never later. */
  readonly seatUntil: number
}

const seconds = (ms: number): number => Math.floor(ms / 1000)

/** What the program verifies and keeps: it runs by this until `exp`, without anybody. */
export const makeLease = (
  { signer, issuer }: { signer: Signer; issuer: string },
  { license, instance, installId, environment, nonceHash, now, runUntil, seatUntil }: LeaseWish,
): Promise<string> => {
  const { plan } = license
  const lease: Lease = {
    v: 1,
    iss: issuer,
    aud: license.product,
    sub: instance,
    install: installId,
    license: license.id,
    plan: plan.plan,
    planRevision: plan.revision,
    limits: plan.limits,
    environment,
    hasMultiTenancy: plan.hasMultiTenancy,
    updatesUntil: plan.updatesUntil,
    nonceHash,
    iat: seconds(now),
    exp: seconds(runUntil),
    seatUntil: seconds(seatUntil),
  }
  return signer.sign(LEASE_TYPE, lease)
}
