/** What one tenant has in use, by the clock of whoever counted. */
export interface PulledTotal {
  readonly tenantId: string
  /** null: counted as it was asked. */
  readonly measuredAt: string | null
  readonly counts: Readonly<Record<string, number>>
}

/** `why` is for staff and holds no secret. */
export type UsageAnswer =
  | { readonly verdict: 'told'; readonly totals: readonly PulledTotal[] }
  | { readonly verdict: 'failed'; readonly why: string }

/** Where counts are pulled from. Never throws for what the other side does; ends after a failure that concerns all. */
export interface UsageSource {
  pull(tenantIds: AsyncIterable<string>): AsyncIterable<UsageAnswer>
}
