export interface MirrorCustomerTable {
  stripeId: string
  /** From metadata, the first configured key that is present. */
  teamId: string | null
  name: string | null
  email: string | null
  currency: string | null
  balance: number
  createdAt: number
  isDeleted: number
  asOf: number
}

export interface MirrorSubscriptionTable {
  stripeId: string
  customerStripeId: string
  teamId: string | null
  status: string
  createdAt: number
  asOf: number
}

export interface MirrorInvoiceTable {
  stripeId: string
  customerStripeId: string
  number: string | null
  status: string
  total: number
  currency: string
  createdAt: number
  asOf: number
}

export interface MirrorCodeTable {
  stripeId: string
  code: string
  couponStripeId: string
  customerStripeId: string | null
  isActive: number
  createdAt: number
  asOf: number
}

/** One row per fill of the mirror; a running one keeps its cursor, so that a restart goes on where it was. */
export interface MirrorRunTable {
  id: string
  state: 'running' | 'cancelled' | 'failed' | 'done'
  resource: 'customers' | 'subscriptions' | 'invoices' | 'codes'
  cursor: string | null
  /** JSON of counts per resource. */
  counts: string
  failure: string | null
  startedAt: number
  finishedAt: number | null
  /** Which replica works on it, until when: another takes over when this has passed. */
  leaseHolder: string | null
  leaseUntil: number | null
}

export interface MirrorTables {
  mirrorCustomer: MirrorCustomerTable
  mirrorSubscription: MirrorSubscriptionTable
  mirrorInvoice: MirrorInvoiceTable
  mirrorCode: MirrorCodeTable
  mirrorRun: MirrorRunTable
}
