// Rule: the balance of the last twelve months, as its entries tell it. Before the oldest entry that was read the balance is
// what that entry started from; where older entries were not read, the picture starts at the oldest one.

import type { BalanceEntry } from '@countersign/shared/features/subscriptions'
import type { BalancePoint } from '../../lib/balance-path.ts'

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

export const balanceYear = (entries: readonly BalanceEntry[], currency: string, nowIso: string): BalanceYear => {
  const to = Date.parse(nowIso)
  const from = yearBefore(to)
  const own = entries
    .filter(({ amount }) => amount.currency === currency)
    .toSorted((first, second) => first.at.localeCompare(second.at))
  const [oldest] = own
  const start = oldest
    ? [{ at: from - 1, amount: oldest.endingBalance.amount - oldest.amount.amount }].filter(
        () => Date.parse(oldest.at) > from,
      )
    : []
  const points = own.map(({ at, endingBalance }) => ({ at: Date.parse(at), amount: endingBalance.amount }))
  return { from, to, points: [...start, ...points], changes: points.filter(({ at }) => at > from).length }
}

const month = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'short' })

/** Four months under the line, evenly spread: the first with its year. */
export const yearTicks = ({ from, to }: Pick<BalanceYear, 'from' | 'to'>): readonly string[] =>
  [0, 1, 2, 3].map((part) => {
    const at = new Date(from + ((to - from) * part) / 3)
    return part === 0 || part === 3 ? `${month.format(at)} ${at.getUTCFullYear()}` : month.format(at)
  })
