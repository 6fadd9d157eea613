// What was sold becomes a license: of a subscription one for each item whose plan licenses something, of an invoice one for
// each product that does. Seats are what one of it pays for, times the quantity. What is paid once runs for ever where its
// product includes updates, and else to the end of what the invoice's lines pay for.

import type { LicenseTerms } from '@countersign/shared/features/license-facts'
import { DAY_MS, dayOf, toIso } from '@countersign/shared/times'

export interface SoldPlan {
  readonly product: string
  readonly plan: string
  readonly instances: number
  readonly developmentInstances: number
  readonly updatesDays: number | null
  readonly terms: LicenseTerms
}

export interface Seats {
  readonly seats: number
  readonly developmentSeats: number
}

/** Usage has no quantity; such a plan pays for one. */
export const seatsOf = (
  plan: Pick<SoldPlan, 'instances' | 'developmentInstances'>,
  quantity: number | null,
): Seats => ({
  seats: plan.instances * (quantity ?? 1),
  developmentSeats: plan.developmentInstances * (quantity ?? 1),
})

/** The last day of updates that begin at a moment. */
export const updatesFrom = (at: number, days: number): string => dayOf(toIso(at + days * DAY_MS))

export interface SoldLine {
  readonly quantity: number | null
  readonly amount: number
  readonly periodEndsAt: string
}

const YEAR_DAYS = 365

export interface SoldOnce extends Seats {
  readonly kind: 'subscription' | 'perpetual'
  readonly updatesUntil: string | null
  readonly endsAt: number | null
  /** Before tax. */
  readonly amount: number
}

/** What an invoice's lines of one product come to. `soldAt`: when it was sent, or paid where that decides. */
export const soldOnce = (plan: SoldPlan, lines: readonly SoldLine[], soldAt: number): SoldOnce => {
  const quantity = lines.reduce((sum, line) => sum + (line.quantity ?? 1), 0)
  const amount = lines.reduce((sum, line) => sum + line.amount, 0)
  const sold = { ...seatsOf(plan, quantity), amount }
  if (plan.updatesDays !== null)
    return { ...sold, kind: 'perpetual', updatesUntil: updatesFrom(soldAt, plan.updatesDays), endsAt: null }
  const paidUntil = Math.max(...lines.map(({ periodEndsAt }) => Date.parse(periodEndsAt)))
  // A line without a service period pays for the moment it was written in; a year is what a quote's plan is for.
  const endsAt = paidUntil > soldAt + DAY_MS ? paidUntil : soldAt + YEAR_DAYS * DAY_MS
  return { ...sold, kind: 'subscription', updatesUntil: null, endsAt }
}
