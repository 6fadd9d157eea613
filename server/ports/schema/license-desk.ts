/** What happened to a license, for people; only ever added to. */
export interface LicenseEventTable {
  licenseId: string
  /** 1, 2, 3 … within the license. */
  sequence: number
  kind: string
  text: string
  instanceId: string | null
  /** A member of staff, or a job. */
  byName: string
  reason: string | null
  at: number
}

/** What a license was first sold for: the base of the price of its updates. */
export interface LicenseSaleTable {
  licenseId: string
  invoiceStripeId: string
  productStripeId: string
  amount: number
  currency: string
  soldAt: number
}

/** A year of updates that was offered: real once the invoice of its quote is paid. */
export interface LicenseRenewalTable {
  id: string
  licenseId: string
  state: 'offered' | 'paid' | 'dropped'
  percent: number
  amount: number
  currency: string
  days: number
  quoteId: string
  offeredBy: string
  offeredAt: number
  /** Last days of updates before and after; null until it is paid. */
  updatesBefore: string | null
  updatesAfter: string | null
  closedAt: number | null
}

/** A signed file for an installation that has no way out. */
export interface OfflineFileTable {
  id: string
  licenseId: string
  installId: string
  name: string
  version: string
  environment: 'production' | 'development'
  nonceHash: string
  /** The approval behind it; null where a paid item is. */
  requestId: string | null
  file: string
  issuedBy: string
  issuedAt: number
  endsAt: number
  withdrawnAt: number | null
  withdrawnFor: string | null
}

export interface LicenseDeskTables {
  licenseEvent: LicenseEventTable
  licenseSale: LicenseSaleTable
  licenseRenewal: LicenseRenewalTable
  offlineFile: OfflineFileTable
}
