import { billingCast } from './cast-billing.ts'
import { identityCast } from './cast-identity.ts'
import type { Member } from './member.ts'

/** Customers in the order in which they came, which fixes their ids. */
export const cast: readonly Member[] = [...identityCast, ...billingCast].toSorted((a, b) => b.since - a.since)
