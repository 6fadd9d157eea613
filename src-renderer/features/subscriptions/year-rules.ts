// Rule: the balance of the last twelve months, as its entries tell it. Before the oldest entry that was read the balance is
// what that entry started from; where older entries were not read, the picture starts at the oldest one.

import type { BalanceEntry } from '@countersign/shared/features/subscriptions'
import { DAY_MS } from '@countersign/shared/times'
import type { BalancePoint } from '../../lib/balance-path.ts'
import { dayText } from '../../lib/dates.ts'

const MONTHS = 12

export interface BalanceYear {
  readonly from: number
  readonly to: number
  readonly points: readonly BalancePoint[]
  readonly changes: number
}

const yearBefore = (to: number): number => {
  const date = new Date(to)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - MONTHS, date.getUTCDate())
}

/** Stripe lists the newest first; entries of one second keep that order, turned round. */
const oldestFirst = (entries: readonly BalanceEntry[], currency: string): readonly BalanceEntry[] =>
  entries
    .filter(({ amount }) => amount.currency === currency)
    .toReversed()
    .toSorted((first, second) => first.at.localeCompare(second.at))

export interface YearOptions {
  readonly currency: string
  readonly now: string
  /** Older entries exist that were not read. */
  readonly hasMore: boolean
}

export const balanceYear = (entries: readonly BalanceEntry[], { currency, now, hasMore }: YearOptions): BalanceYear => {
  const to = Date.parse(now)
  const own = oldestFirst(entries, currency)
  const points = own.map(({ at, endingBalance }) => ({ at: Date.parse(at), amount: endingBalance.amount }))
  const [oldest] = own
  const start = oldest ? Date.parse(oldest.at) : to
  const from = hasMore ? Math.max(start - 1, yearBefore(to)) : yearBefore(to)
  const before =
    oldest && start > from ? [{ at: from, amount: oldest.endingBalance.amount - oldest.amount.amount }] : []
  return { from, to, points: [...before, ...points], changes: points.filter(({ at }) => at > from).length }
}

const month = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'short' })

const SHORT_MS = 100 * DAY_MS
const day = (at: number): string => dayText(new Date(at).toISOString())

/** Four months under the line, evenly spread, the ends with their years; a short span has days at its ends instead. */
export const yearTicks = ({ from, to }: Pick<BalanceYear, 'from' | 'to'>): readonly string[] => {
  if (to - from < SHORT_MS) return [...new Set([day(from), day(to)])]
  return [0, 1, 2, 3].map((part) => {
    const at = new Date(from + ((to - from) * part) / 3)
    return part === 0 || part === 3 ? `${month.format(at)} ${at.getUTCFullYear()}` : month.format(at)
  })
}
