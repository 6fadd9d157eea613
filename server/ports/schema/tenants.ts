import type { TenantState as State } from '../provisioner.ts'

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
  /** What pays for it: a subscription or a contract; null when nothing does. */
  backend: 'stripe' | 'contract' | null
  agreementId: string | null
  /** Since when it is wanted to be suspended. */
  stoppedAt: number | null
  /** When the provisioner last told what it has, when it is asked again, and why it couldn't tell. */
  lookedAt: number | null
  lookDueAt: number
  lookProblem: string | null
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
  /** `stuck` and `held` say why nothing goes on; `differed` what somebody changed over there. */
  kind: 'noted' | 'wanted' | 'applied' | 'held' | 'stuck' | 'differed' | 'agreed' | 'invited'
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

/** What one team was promised outside of Stripe; changed only by a request that was approved. */
export interface TenantContractTable {
  id: string
  teamId: string
  kind: 'wire' | 'marketplace' | 'prepaid'
  /** The other side's word for it: an order, an offer, an account. One contract each. */
  reference: string
  /** The catalogue's price that its plan came from; null: the limits were stated. */
  priceStripeId: string | null
  planName: string
  /** JSON of numbers by name. */
  limits: string
  support: string | null
  startsAt: number
  /** From this moment on it doesn't count; before `startsAt` it never did. */
  endsAt: number
  /** How long after its end the tenant is still served. */
  graceDays: number
  tenantName: string | null
  adminEmail: string | null
  /** The request that its terms rest on. */
  requestId: string
  /** 1, and one more with each change. */
  revision: number
  createdAt: number
  changedAt: number
}

/** Links by which first administrators take their tenant over. */
export interface TenantInvitationTable {
  teamId: string
  /** 1, 2, 3 … within the team. */
  number: number
  email: string
  /** Whoever holds the address becomes the administrator. */
  sealedUrl: string
  receivedAt: number
  /** How many mails with it were asked for. */
  sends: number
}

export interface TenantTables {
  tenant: TenantTable
  tenantEvent: TenantEventTable
  tenantSweep: TenantSweepTable
  tenantContract: TenantContractTable
  tenantInvitation: TenantInvitationTable
}
