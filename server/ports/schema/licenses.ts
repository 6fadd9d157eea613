import type { LicenseEnvironment } from '@countersign/shared/licenses-api'

/** A team's right to run a product. Its state is computed from what stands here, never stored. */
export interface LicenseTable {
  id: string
  teamId: string
  customerStripeId: string | null
  product: string
  kind: 'subscription' | 'perpetual' | 'offline'
  /** What its facts are read from: an item of a subscription, an invoice, or a person's word (approved). */
  source: 'item' | 'invoice' | 'word'
  subscriptionStripeId: string | null
  itemStripeId: string | null
  invoiceStripeId: string | null
  /** Whether it is served from the day that the invoice is sent, or once it is paid. */
  deliverOn: 'sent' | 'paid'
  plan: string
  /** Paid instances, by environment. */
  seats: number
  developmentSeats: number
  /** JSON of `LicenseTerms`: limits, priority, entitlements, days and intervals. */
  terms: string
  /** Last day in UTC whose releases are covered; null = every version. */
  updatesUntil: string | null
  /** JSON of `BillingFacts` as they were last read; null before the first reading, and for a person's word. */
  facts: string | null
  factsAsOf: number | null
  /** Why what the plan's metadata says could not be taken over; the last good terms stay. */
  problem: string | null
  /** A term that somebody set; null = none. */
  endsAt: number | null
  /** An approved, single extension: until then it is served although unpaid. */
  extendedUntil: number | null
  suspendedAt: number | null
  suspendedFor: string | null
  revokedAt: number | null
  revokedFor: string | null
  createdAt: number
  changedAt: number
  /** Raised with each change, so that what was decided on an older state is noticed. */
  version: number
}

export interface LicenseKeyTable {
  /** HMAC of the key under the server's secret: the key itself is kept nowhere. */
  mac: string
  licenseId: string
  lastGroup: string
  createdAt: number
  /** null = as long as the licence; set when a successor was issued. */
  validUntil: number | null
}

/** An installation that was activated. It holds a seat until `seatUntil`, unless it was released. */
export interface InstanceTable {
  id: string
  licenseId: string
  /** Made by the client; unique within the licence. */
  installId: string
  name: string
  environment: LicenseEnvironment
  isEphemeral: number
  version: string
  releasedOn: string
  /** Raised by each activation after the first; tokens of an older epoch are worth nothing. */
  epoch: number
  /** JSON array of when the last epochs began. */
  epochStarts: string
  /** Of the last token that is known to have been given; a check may be ahead of it. */
  sequence: number
  nonceHash: string
  /** When its seat was last taken anew, and until when it is kept for it. */
  seatSince: number
  seatUntil: number
  /** Until when the last lease lets it run. */
  runUntil: number
  lastSeenAt: number
  lastAddress: string
  /** JSON of what it last said is in use. */
  counts: string
  releasedAt: number | null
  releasedBy: string | null
  /** The code that its last check was refused with; null = it was served. */
  refusedAs: string | null
  cloneSuspectedAt: number | null
  /** JSON of `CloneEvidence`. */
  cloneEvidence: string | null
  createdAt: number
}

/** The release register: what it says of a version wins over the client's word. */
export interface ProductReleaseTable {
  product: string
  version: string
  /** A day in UTC. */
  releasedOn: string
}

/** A generation of the key that leases and files are signed with; the private key follows from the secret and the id. */
export interface LicenseSigningKeyTable {
  id: string
  createdAt: number
  /** Published before it signs, so that every client knows it in time. */
  signsFrom: number
  /** Published until then; null = no successor yet. */
  publishedUntil: number | null
  /** By the key before it; kept for ever. */
  endorsement: string | null
}

export interface LicenseTables {
  license: LicenseTable
  licenseKey: LicenseKeyTable
  instance: InstanceTable
  productRelease: ProductReleaseTable
  licenseSigningKey: LicenseSigningKeyTable
}
