// Rule: what was promised and not taken yet is a debt. Value is open until it is used, expired or retired; per reason and
// currency, never across currencies. Named one by one: what nobody has redeemed, what expires within 14 days, what another
// team redeemed than was meant, and what was granted to a team that never set up billing.

import type { Money } from '@countersign/shared/money'
import { DAY_MS } from '@countersign/shared/times'

export interface Grant {
  readonly id: string
  readonly reason: string
  /** The team that it was meant for. */
  readonly teamId: string
  /** What it can still give. */
  readonly open: Money
  readonly redeemBy: string | null
  readonly redeemedAt: string | null
  /** The team of the customer that redeemed it; null while unredeemed, or where that customer carries no team. */
  readonly redeemedByTeamId: string | null
  /** Taken back or replaced by a stack: it gives nothing any more. */
  readonly isRetired: boolean
  /** A Stripe customer carries the team's id. */
  readonly hasBilling: boolean
}

export interface OpenValue {
  readonly reason: string
  readonly open: Money
  readonly grants: number
}

export interface Liability {
  readonly byReason: OpenValue[]
  readonly unredeemed: string[]
  readonly expiring: string[]
  readonly redeemedByOthers: string[]
  readonly neverSetUp: string[]
}

const SOON_MS = 14 * DAY_MS

/** Redeeming was still possible at this time; what was redeemed before can go on giving. */
const isOpen = ({ isRetired, redeemedAt, redeemBy }: Grant, now: number): boolean =>
  !isRetired && (redeemedAt !== null || redeemBy === null || Date.parse(redeemBy) > now)

const sumByReason = (grants: readonly Grant[]): OpenValue[] => {
  const sums = new Map<string, OpenValue>()
  for (const { reason, open } of grants) {
    const key = `${open.currency} ${reason}`
    const before = sums.get(key)
    const amount = (before?.open.amount ?? 0) + open.amount
    sums.set(key, { reason, open: { amount, currency: open.currency }, grants: (before?.grants ?? 0) + 1 })
  }
  return [...sums.entries()].toSorted(([first], [second]) => (first < second ? -1 : 1)).map(([, value]) => value)
}

const isExpiring = ({ redeemBy }: Grant, now: number): boolean =>
  redeemBy !== null && Date.parse(redeemBy) - now <= SOON_MS

const isRedeemedByOther = ({ redeemedAt, redeemedByTeamId, teamId }: Grant): boolean =>
  redeemedAt !== null && redeemedByTeamId !== teamId

/** Ids in the order given; sums by currency, then reason. */
export const measureLiability = (grants: readonly Grant[], at: string): Liability => {
  const now = Date.parse(at)
  const open = grants.filter((grant) => isOpen(grant, now) && grant.open.amount > 0)
  const unredeemed = open.filter(({ redeemedAt }) => redeemedAt === null)
  const ids = (some: readonly Grant[]) => some.map(({ id }) => id)
  return {
    byReason: sumByReason(open),
    unredeemed: ids(unredeemed),
    expiring: ids(unredeemed.filter((grant) => isExpiring(grant, now))),
    redeemedByOthers: ids(grants.filter(isRedeemedByOther)),
    neverSetUp: ids(unredeemed.filter(({ hasBilling }) => !hasBilling)),
  }
}
