import { createHash } from 'node:crypto'
import {
  type BillingFacts,
  billingFactsSchema,
  type LicenseTerms,
  licenseTermsSchema,
} from '@countersign/shared/features/license-facts'
import type { LicensePlan } from '@countersign/shared/licenses-api'
import type { LicenseStanding } from './state-rules.ts'
import type { LicenseRow } from './store.ts'

/** A license as it stands at one version, read once. */
export interface LicenseView {
  readonly id: string
  readonly version: number
  readonly product: string
  readonly terms: LicenseTerms
  readonly standing: LicenseStanding
  readonly plan: LicensePlan
}

const REVISION_CHARS = 16

const readFacts = (text: string | null): BillingFacts | null =>
  text === null ? null : billingFactsSchema.parse(JSON.parse(text))

const planOf = (row: LicenseRow, terms: LicenseTerms): LicensePlan => {
  const plan = {
    kind: row.kind,
    plan: row.plan,
    limits: terms.limits,
    supportPriority: terms.supportPriority,
    hasMultiTenancy: terms.hasMultiTenancy,
    seats: { production: row.seats, development: row.developmentSeats },
    updatesUntil: row.updatesUntil,
  }
  const revision = createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, REVISION_CHARS)
  return { revision, ...plan }
}

export const viewLicense = (row: LicenseRow): LicenseView => {
  const terms = licenseTermsSchema.parse(JSON.parse(row.terms))
  const { source, deliverOn, endsAt, extendedUntil, suspendedAt, suspendedFor, revokedAt, revokedFor } = row
  const people = { endsAt, extendedUntil, suspendedAt, suspendedFor, revokedAt, revokedFor }
  return {
    id: row.id,
    version: row.version,
    product: row.product,
    terms,
    standing: { source, deliverOn, facts: readFacts(row.facts), pastDueDays: terms.pastDueDays, ...people },
    plan: planOf(row, terms),
  }
}
