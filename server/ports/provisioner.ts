export type TenantState = 'active' | 'flagged' | 'suspended' | 'archived'

export type TenantLimits = Readonly<Record<string, number>>

/** What a tenant shall be. The same order may be handed over many times and has to end in the same tenant. */
export interface TenantOrder {
  /** Stays the same until something else is wanted of this tenant. */
  readonly orderId: string
  readonly tenantId: string
  readonly customerStripeId: string | null
  /** What pays for it: a subscription of Stripe's, or a contract outside of it. Null: nothing does. */
  readonly paidBy: { readonly backend: 'stripe' | 'contract'; readonly agreementId: string } | null
  /** `flagged`: past due, still served. `archived`: suspended for so long that it may be put away, never deleted. */
  readonly state: TenantState
  /** In words, for whoever asks why. */
  readonly reason: string
  /** A limit that isn't named is unlimited, 0 is none; null: whatever they are, they stay. */
  readonly limits: TenantLimits | null
  /** For a tenant that has to be made; one that is there keeps what it was given since. */
  readonly profile: {
    readonly name: string | null
    readonly description: string | null
    readonly adminUser: string | null
    readonly adminEmail: string | null
  }
}

/** `later`: it may help to try again. `never`: it won't, until somebody changes something. `why` is for staff, without secrets. */
export interface ProvisionRefusal {
  readonly verdict: 'later' | 'never'
  readonly why: string
}

/**
 * How handing over ended. `ignored` names the limits that the other side doesn't know; `invitationUrl` is where a first
 * administrator takes the tenant over, as the other side wrote it.
 */
export type ProvisionVerdict =
  | { readonly verdict: 'applied'; readonly ignored: readonly string[]; readonly invitationUrl?: string }
  | ProvisionRefusal

/** A tenant as the other side has it. */
export interface ActualTenant {
  /** Ours that its state may stand for; none when it is none of ours. */
  readonly states: readonly TenantState[]
  /** The first of ours, or its own word where it is none of them. */
  readonly said: string
  /** As in an order; null: the other side doesn't tell limits. */
  readonly limits: TenantLimits | null
}

/** `tenant` null: there is none. `untold`: the other side can't tell what it has. */
export type DescribeVerdict =
  | { readonly verdict: 'told'; readonly tenant: ActualTenant | null }
  | { readonly verdict: 'untold' }
  | ProvisionRefusal

/** Who runs the tenants. Never throws for what the other side does. */
export interface Provisioner {
  apply(order: TenantOrder): Promise<ProvisionVerdict>
  /** What it has now; changes nothing. */
  describe(tenantId: string): Promise<DescribeVerdict>
}
