type State = 'active' | 'flagged' | 'suspended'

/** What a team's tenant shall be, and what the provisioner has said that it is. */
export interface TenantTable {
  teamId: string
  customerStripeId: string | null
  /** null: none is wanted. */
  wantedState: State | null
  wantedReason: string | null
  /** What is wanted as a whole, by its hash; null until something is. */
  wantedHash: string | null
  /** Changes with the hash: what the provisioner knows the order by. */
  orderId: string | null
  /** When an order first left for the provisioner: from then on a tenant may be there. */
  handedAt: number | null
  appliedState: State | null
  appliedReason: string | null
  /** JSON of numbers by name; null until limits were applied. */
  appliedLimits: string | null
  appliedHash: string | null
  appliedAt: number | null
  /** JSON: what in Stripe can't be read, and which limits the provisioner doesn't know. */
  faults: string
  ignoredLimits: string
  /** Why wanted and applied differ; null when they don't. */
  problem: string | null
  /** Since when it needs a person. */
  stuckAt: number | null
  tries: number
  nextAt: number
  checkedAt: number | null
  createdAt: number
  leaseHolder: string | null
  leaseUntil: number | null
  /** Raised at each claim; only the last one may write. */
  fence: number
}

/** Only ever added to. */
export interface TenantEventTable {
  teamId: string
  /** 1, 2, 3 … within the team. */
  sequence: number
  /** `stuck` and `held` say why nothing goes on. */
  kind: 'noted' | 'wanted' | 'applied' | 'held' | 'stuck'
  state: State | null
  text: string
  /** JSON of numbers by name. */
  limits: string | null
  at: number
}

/** One row: whose turn it is to look through the whole account, and what the last look found. */
export interface TenantSweepTable {
  id: number
  holder: string | null
  until: number | null
  endedAt: number | null
  /** JSON: running subscriptions to a plan with a tenant that don't say whose. */
  nameless: string
}

export interface TenantTables {
  tenant: TenantTable
  tenantEvent: TenantEventTable
  tenantSweep: TenantSweepTable
}
