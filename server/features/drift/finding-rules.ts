// Rule: a difference has a key that stays the same as long as it is the same difference, so that it is one finding while it
// lasts. Its severity is what it costs: who pays is shut out, before money given or lost unexplained, before what is only out
// of date. Not seen again it is over: repaired where somebody had it repaired, else gone by itself.

import {
  DRIFT_SEVERITIES,
  type DriftKind,
  type DriftSaid,
  type DriftSeverity,
  type DriftSourceName,
  type DriftState,
} from '@countersign/shared/features/drift'

/** A difference as a comparison sees it. */
export interface Found extends DriftSaid {
  readonly kind: DriftKind
  readonly severity: DriftSeverity
  readonly subjectId: string
  readonly teamId: string | null
  readonly customerStripeId: string | null
  /** What was read may only have been on its way: it counts once it was looked at again. */
  readonly isSuspected?: boolean
}

export const keyOf = ({ kind, subjectId }: Pick<Found, 'kind' | 'subjectId'>): string => `${kind} ${subjectId}`

const SOURCES: Record<string, DriftSourceName> = {
  mirror: 'mirror',
  team: 'teams',
  tenant: 'tenants',
  coupon: 'coupons',
  discount: 'discounts',
  credit: 'credits',
}

/** Which comparison finds differences of this kind, and so sees that one is over. */
export const sourceOf = (kind: DriftKind): DriftSourceName => SOURCES[kind.split('.')[0] ?? ''] ?? 'work'

export const rankOf = (severity: DriftSeverity): number => DRIFT_SEVERITIES.indexOf(severity)

export const saidOf = ({ explanation, heads, sides, repair }: Found): DriftSaid => ({
  explanation,
  heads,
  sides: [...sides],
  repair,
})

interface Standing {
  readonly state: DriftState | 'suspected'
  readonly acceptedUntil: number | null
  readonly rank: number
}

interface Seen {
  readonly rank: number
  readonly isSuspected: boolean
}

/** What a finding is that is seen again. Nobody accepted that it costs more than it did then. */
export const seenAgain = ({ state, acceptedUntil, rank }: Standing, seen: Seen, now: number): Standing['state'] => {
  if (state !== 'accepted') return state === 'suspected' && seen.isSuspected ? 'suspected' : 'open'
  const isOver = acceptedUntil !== null && acceptedUntil <= now
  return isOver || seen.rank < rank ? 'open' : 'accepted'
}

export const endOf = ({ repairAskedAt }: { readonly repairAskedAt: number | null }): 'repaired' | 'gone' =>
  repairAskedAt === null ? 'gone' : 'repaired'
