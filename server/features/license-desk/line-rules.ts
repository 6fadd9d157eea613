// What lists and pages say of a license and of an instance, from what is kept of them.

import type { InstanceLine, LicenseLine } from '@countersign/shared/features/license-desk'
import type { LicenseTerms } from '@countersign/shared/features/license-facts'
import { toIso } from '@countersign/shared/times'
import { type HeardInstance, standingOf } from './instance-rules.ts'

interface KeptLicense
  extends Pick<
    LicenseLine,
    'id' | 'teamId' | 'customerStripeId' | 'product' | 'plan' | 'kind' | 'source' | 'updatesUntil' | 'problem'
  > {
  readonly seats: number
  readonly developmentSeats: number
  readonly createdAt: number
}

export interface BesideLicense {
  readonly customerName: string | null
  readonly verdict: { readonly state: LicenseLine['state']; readonly reason: string; readonly until: number | null }
  readonly held: { readonly production: number; readonly development: number }
  readonly keyEndings: readonly string[]
}

export const licenseLine = (
  row: KeptLicense,
  { customerName, verdict, held, keyEndings }: BesideLicense,
): LicenseLine => ({
  id: row.id,
  teamId: row.teamId,
  customerStripeId: row.customerStripeId,
  customerName,
  product: row.product,
  plan: row.plan,
  kind: row.kind,
  source: row.source,
  state: verdict.state,
  reason: verdict.reason,
  until: verdict.until === null ? null : toIso(verdict.until),
  production: { paid: row.seats, held: held.production },
  development: { paid: row.developmentSeats, held: held.development },
  updatesUntil: row.updatesUntil,
  keyEndings: [...keyEndings],
  problem: row.problem,
  createdAt: toIso(row.createdAt),
})

interface KeptInstance
  extends HeardInstance,
    Pick<InstanceLine, 'id' | 'licenseId' | 'installId' | 'name' | 'environment' | 'version' | 'releasedOn'> {
  readonly isEphemeral: number
  readonly cloneSuspectedAt: number | null
  readonly counts: string
  readonly createdAt: number
}

export const instanceLine = (
  row: KeptInstance,
  terms: Pick<LicenseTerms, 'checkEverySeconds'>,
  now: number,
): InstanceLine => ({
  id: row.id,
  licenseId: row.licenseId,
  installId: row.installId,
  name: row.name,
  environment: row.environment,
  isEphemeral: row.isEphemeral === 1,
  version: row.version,
  releasedOn: row.releasedOn,
  lastSeenAt: toIso(row.lastSeenAt),
  lastAddress: row.lastAddress,
  seatUntil: toIso(row.seatUntil),
  runUntil: toIso(row.runUntil),
  standing: standingOf(row, terms, now),
  isCloneSuspected: row.cloneSuspectedAt !== null,
  counts: JSON.parse(row.counts) as Record<string, number>,
  createdAt: toIso(row.createdAt),
})
