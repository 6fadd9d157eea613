// Rule: the filters of the list are questions that somebody asks of it in the morning: what is late, what is very late, whom
// nobody has written to, who promised to pay.

import type { Receivable } from '@countersign/shared/features/receivables'
import { addMoney, type Money } from '@countersign/shared/money'

export const RECEIVABLE_FILTERS = ['all', 'late', 'over30', 'unreminded', 'promised'] as const
export type ReceivableFilter = (typeof RECEIVABLE_FILTERS)[number]

const VERY_LATE_DAYS = 30

const FITS: Readonly<Record<ReceivableFilter, (row: Receivable) => boolean>> = {
  all: () => true,
  late: ({ daysLate }) => daysLate > 0,
  over30: ({ daysLate }) => daysLate > VERY_LATE_DAYS,
  unreminded: ({ daysLate, lastReminder }) => daysLate > 0 && lastReminder === null,
  promised: ({ lastNote }) => (lastNote?.promisedOn ?? null) !== null,
}

export const filterOf = (text: string | undefined): ReceivableFilter =>
  RECEIVABLE_FILTERS.find((one) => one === text) ?? 'all'

export const fitting = (rows: readonly Receivable[], filter: ReceivableFilter): readonly Receivable[] =>
  filter === 'all' ? rows : rows.filter(FITS[filter])

export const countFitting = (rows: readonly Receivable[], filter: ReceivableFilter): number =>
  rows.filter(FITS[filter]).length

/** What is still open of these, each currency by itself. */
export const openByCurrency = (rows: readonly Receivable[]): Money[] =>
  [...Map.groupBy(rows, ({ remaining }) => remaining.currency)].map(([currency, some]) =>
    some.reduce((sum, { remaining }) => addMoney(sum, remaining), { amount: 0, currency }),
  )
