// Rule: an invoice is late from the day after it is due, counted in whole days of UTC: not due, 1 to 30 days, 31 to 60, over
// 60. One without a due day, which Stripe charges by itself, counts from the day on which it was finalised. Ageing is told
// for each currency by itself; currencies are never added up.

import type { AgeBand, Ageing } from '@countersign/shared/features/receivables'
import type { Money } from '@countersign/shared/money'
import { DAY_MS, dayOf, dayStart, toIso } from '@countersign/shared/times'

export interface DueTimes {
  readonly dueAt: number | null
  readonly finalizedAt: number | null
  readonly createdAt: number
}

/** The day from which lateness is counted. */
export const dueDayOf = ({ dueAt, finalizedAt, createdAt }: DueTimes): string =>
  dayOf(toIso(dueAt ?? finalizedAt ?? createdAt))

/** Below zero while days are left; 0 on the day itself. */
export const daysLateOn = (dueDay: string, today: string): number =>
  Math.round((dayStart(today) - dayStart(dueDay)) / DAY_MS)

export const bandOf = (daysLate: number): AgeBand => {
  if (daysLate < 1) return 'not-due'
  if (daysLate <= 30) return 'late-30'
  return daysLate <= 60 ? 'late-60' : 'late-over'
}

interface Aged {
  readonly remaining: Money
  readonly daysLate: number
}

const ageOne = (currency: string, rows: readonly Aged[]): Ageing => {
  const money = (amount: number): Money => ({ amount, currency })
  const sumOf = (band: AgeBand) =>
    money(rows.reduce((sum, { remaining, daysLate }) => (bandOf(daysLate) === band ? sum + remaining.amount : sum), 0))
  return {
    currency,
    open: money(rows.reduce((sum, { remaining }) => sum + remaining.amount, 0)),
    bands: {
      'not-due': sumOf('not-due'),
      'late-30': sumOf('late-30'),
      'late-60': sumOf('late-60'),
      'late-over': sumOf('late-over'),
    },
    invoices: rows.length,
    late: rows.filter(({ daysLate }) => daysLate > 0).length,
  }
}

/** The currency with the most invoices first. */
export const ageByCurrency = (rows: readonly Aged[]): Ageing[] =>
  [...Map.groupBy(rows, ({ remaining }) => remaining.currency)]
    .map(([currency, some]) => ageOne(currency, some))
    .toSorted((one, other) => other.invoices - one.invoices || one.currency.localeCompare(other.currency))
