/** What a tenant shall be. The same order may be handed over many times and has to end in the same tenant. */
export interface TenantOrder {
  /** Stays the same until something else is wanted of this tenant. */
  readonly orderId: string
  readonly tenantId: string
  readonly customerStripeId: string | null
  /** `flagged`: past due, still served. */
  readonly state: 'active' | 'flagged' | 'suspended'
  /** In words, for whoever asks why. */
  readonly reason: string
  /** A limit that isn't named is unlimited, 0 is none; null: whatever they are, they stay. */
  readonly limits: Readonly<Record<string, number>> | null
  /** For a tenant that has to be made; one that is there keeps what it was given since. */
  readonly profile: {
    readonly name: string | null
    readonly description: string | null
    readonly adminUser: string | null
    readonly adminEmail: string | null
  }
}

/**
 * How handing over ended. `ignored` names the limits that the other side doesn't know. `later`: it may help to try again.
 * `never`: it won't, until somebody changes something. `why` is for staff and holds no secret.
 */
export type ProvisionVerdict =
  | { readonly verdict: 'applied'; readonly ignored: readonly string[] }
  | { readonly verdict: 'later' | 'never'; readonly why: string }

/** Who runs the tenants. */
export interface Provisioner {
  /** Never throws for what the other side does. */
  apply(order: TenantOrder): Promise<ProvisionVerdict>
}
