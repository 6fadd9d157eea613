// Rule: what a grant can still give. Not redeemed: all of it, until it expires or is retired. Redeemed: what its discount
// still does where it hangs: a coupon for one invoice gives its amount until the discount is gone, a repeating one its
// amount × the invoices still inside its end, never more than was given. A grant whose value is gone isn't asked about any
// more, unless it isn't sure yet whose customer redeemed it: a new customer may get its team's id a while after its first payment.

import { DAY_MS } from '@countersign/shared/times'

export interface Granted {
  readonly amount: number
  readonly invoices: number
  readonly redeemBy: number | null
}

export interface Found {
  readonly isRedeemed: boolean
  /** Its code was deactivated, or its coupon deleted, before anybody redeemed it. */
  readonly isRetired: boolean
  /** Invoices that the discount still reaches where it hangs; 0 when it is gone. */
  readonly invoicesLeft: number
}

export interface GrantStanding {
  readonly openAmount: number
  readonly isSettled: boolean
}

export const standingOf = ({ amount, invoices, redeemBy }: Granted, found: Found, now: number): GrantStanding => {
  if (found.isRedeemed) {
    const openAmount = amount * Math.min(found.invoicesLeft, invoices)
    return { openAmount, isSettled: openAmount === 0 }
  }
  if (found.isRetired) return { openAmount: 0, isSettled: true }
  return { openAmount: amount * invoices, isSettled: redeemBy !== null && redeemBy <= now }
}

const TEAM_TOLD_MS = DAY_MS

export interface RedeemedBy {
  readonly teamId: string
  readonly redeemedAt: number | null
  readonly redeemedByTeamId: string | null
}

/** The team that redeemed it is the one that was meant, or has had a day to say so. */
export const isTeamSettled = ({ teamId, redeemedAt, redeemedByTeamId }: RedeemedBy, now: number): boolean =>
  redeemedAt === null || redeemedByTeamId === teamId || now - redeemedAt >= TEAM_TOLD_MS
