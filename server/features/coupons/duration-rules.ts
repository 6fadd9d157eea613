// Rule: a coupon runs no longer than its value needs: once, else repeating with the fewest months that reach the invoices
// meant, ten years at most. Months count from the day it is applied; an invoice at the very moment of the end is no longer
// reached. A number of invoices that no number of months reaches exactly isn't offered, nor an end beyond the invoices that
// are known.

import type { Calendar, CouponDuration } from '@countersign/shared/features/stacks'

/** Months later at the same time of day; a day that the month doesn't have becomes its last. UTC. */
export const addMonths = (iso: string, months: number): string => {
  const from = new Date(iso)
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0)).getUTCDate()
  const to = new Date(iso)
  to.setUTCDate(1)
  to.setUTCMonth(from.getUTCMonth() + months)
  to.setUTCDate(Math.min(from.getUTCDate(), lastDay))
  return to.toISOString()
}

/** How many coming invoices are made before `end`; null where the calendar doesn't reach that far. */
export const invoicesBefore = ({ coming, endsThere }: Calendar, end: string): number | null => {
  const until = Date.parse(end)
  const before = coming.filter(({ at }) => Date.parse(at) < until).length
  return before < coming.length || endsThere ? before : null
}

const MOST_MONTHS = 120

const repeatingOver = (calendar: Calendar): CouponDuration[] => {
  const found: CouponDuration[] = []
  for (let months = 1; months <= MOST_MONTHS; months += 1) {
    const invoices = invoicesBefore(calendar, addMonths(calendar.now, months))
    if (invoices === null) return found
    const longest = found.at(-1)?.invoices ?? 1
    if (invoices > longest) found.push({ invoices, duration: 'repeating', months })
  }
  return found
}

/** Every duration that reaches a whole number of coming invoices, the shortest first; empty when none is coming. */
export const durationsOver = (calendar: Calendar): CouponDuration[] =>
  calendar.coming.length === 0 ? [] : [{ invoices: 1, duration: 'once', months: null }, ...repeatingOver(calendar)]
