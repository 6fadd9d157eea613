/** What Stripe told, each event once. */
export interface StripeEventTable {
  stripeId: string
  /** Where it was delivered; null = found by listing. */
  endpoint: string | null
  type: string
  /** What changed; null when the event names nothing that could be read. */
  objectStripeId: string | null
  /** The customer, else the object: what of one subject is applied goes one after the other. */
  subjectKey: string
  /** `ignored`: nobody here does anything about that type. */
  state: 'waiting' | 'applied' | 'ignored' | 'failed'
  madeAt: number
  heardAt: number
  attempts: number
  /** Why it waits or failed, in words for staff. */
  problem: string | null
  endedAt: number | null
  /** JSON of what the mirror would keep of the object, as the event has it; null once the event has ended. */
  snapshot: string | null
}

/** One row per subject: replicas claim these, never events, so that the order within a subject holds. */
export interface EventQueueTable {
  subjectKey: string
  /** null: nothing waits. */
  nextAt: number | null
  tries: number
  holder: string | null
  leaseUntil: number | null
  /** Raised at each claim; only the last one may write. */
  fence: number
}

/** One row: how far Stripe's own list of events has been gone through. */
interface EventCatchUpTable {
  id: number
  /** Every event made before is known. null: never listed. */
  listedTo: number | null
  holder: string | null
  until: number | null
  endedAt: number | null
  /** How many events the last listing found that no delivery had brought. */
  found: number
}

export interface WebhookTables {
  stripeEvent: StripeEventTable
  eventQueue: EventQueueTable
  eventCatchUp: EventCatchUpTable
}
