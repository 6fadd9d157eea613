/** Who may report counts, and from where. The key itself isn't kept. */
export interface MeterCredentialTable {
  id: string
  name: string
  keyHash: string
  /** Its last four characters, to tell one from another. */
  keyEnd: string
  /** JSON: addresses and networks. */
  addresses: string
  createdBy: string
  createdAt: number
  usedAt: number | null
  usedFrom: string | null
  /** When somebody last came with it from elsewhere. */
  refusedAt: number | null
  refusedFrom: string | null
  revokedAt: number | null
}

export interface MeterReportTable {
  id: string
  source: 'report' | 'pull'
  credentialId: string | null
  address: string | null
  at: number
}

/** What was said of one counter of one team. */
export interface MeterReadingTable {
  id: string
  teamId: string
  counter: string
  value: number
  /** By the clock of whoever counted. */
  measuredAt: number
  /** When the same was last counted again. */
  confirmedAt: number
  /** A moment of the period that it is for. */
  countedAt: number
  /** `passed`: held, and a later one was believed. `refused`: by finance. */
  state: 'accepted' | 'held' | 'passed' | 'refused'
  /** Whether it was judged for a bill; one that wasn't never becomes an amount. */
  isBilled: number
  comparedWith: number
  reportId: string
  heardAt: number
  decidedBy: string | null
  decidedAt: number | null
  reason: string | null
}

/** The last reading that is believed; null while the first is held. */
export interface MeterCountTable {
  teamId: string
  counter: string
  value: number | null
  measuredAt: number | null
  heardAt: number | null
  heldId: string | null
}

/** What a team pays for, as Stripe had it when it was last read. */
export interface MeterItemTable {
  stripeId: string
  subscriptionStripeId: string
  customerStripeId: string
  teamId: string | null
  priceStripeId: string
  productName: string
  productStripeId: string
  /** JSON: of the price and of its product, as `{price, product}`. */
  metadata: string
  /** Which count it bills; null: it isn't metered. */
  counter: string | null
  meterStripeId: string | null
  eventName: string | null
  customerKey: string | null
  valueKey: string | null
  /** Why nothing can be told to Stripe for it. */
  problem: string | null
  readAt: number
  endedAt: number | null
}

export interface MeterPeriodTable {
  itemStripeId: string
  startsAt: number
  endsAt: number
  teamId: string
  counter: string
  /** What it is set to; null until a count for it was believed. */
  countValue: number | null
  countedAt: number | null
  measuredAt: number | null
  readingId: string | null
  sentValue: number | null
  sentAt: number | null
  /** The time that the event bears, in milliseconds. */
  sentStamp: number | null
  revision: number
  summaryValue: number | null
  summaryAt: number | null
  invoiceStripeId: string | null
  invoiceNumber: string | null
  invoiceStatus: string | null
  lineAmount: number | null
  lineCurrency: string | null
  lineQuantity: number | null
  /** From then on nothing can be billed for it any more. */
  closedAt: number | null
  problem: string | null
  stuckAt: number | null
  tries: number
  nextAt: number
  leaseHolder: string | null
  leaseUntil: number | null
  fence: number
}

/** The last count that was believed for a bill, for a period that isn't known yet. */
export interface MeterSetTable {
  teamId: string
  counter: string
  countValue: number
  countedAt: number
  measuredAt: number
  readingId: string
}

export interface MeterEventTable {
  identifier: string
  itemStripeId: string
  startsAt: number
  revision: number
  value: number
  stampAt: number
  readingId: string
  madeAt: number
  /** null: nobody knows yet how sending it ended. */
  endedAt: number | null
  outcome: 'sent' | 'found' | 'given-up' | null
}

/** Whose turn it is to do what one replica does at a time. */
export interface MeterTurnTable {
  id: string
  holder: string | null
  until: number | null
  endedAt: number | null
  problem: string | null
}

export interface MeteringTables {
  meterCredential: MeterCredentialTable
  meterReport: MeterReportTable
  meterReading: MeterReadingTable
  meterCount: MeterCountTable
  meterItem: MeterItemTable
  meterPeriod: MeterPeriodTable
  meterSet: MeterSetTable
  meterEvent: MeterEventTable
  meterTurn: MeterTurnTable
}
