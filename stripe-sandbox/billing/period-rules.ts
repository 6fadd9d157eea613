/**
 * Billing periods: the nth boundary is the anchor plus n intervals. Months keep the anchor's day and take the last day
 * of shorter months, so that the 31st comes back after February. All times are UTC, in seconds.
 */
export interface Interval {
  readonly interval: string
  readonly interval_count: number
}

const DAY = 86_400

const addMonths = (anchor: number, months: number): number => {
  const from = new Date(anchor * 1000)
  const month = from.getUTCMonth() + months
  const lastDay = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate()
  const day = Math.min(from.getUTCDate(), lastDay)
  const startOfDay = Date.UTC(from.getUTCFullYear(), month, day) / 1000
  return startOfDay + (anchor - Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate()) / 1000)
}

export const addInterval = (anchor: number, { interval, interval_count: count }: Interval, times = 1): number => {
  switch (interval) {
    case 'day':
      return anchor + DAY * count * times
    case 'week':
      return anchor + 7 * DAY * count * times
    case 'year':
      return addMonths(anchor, 12 * count * times)
    default:
      return addMonths(anchor, count * times)
  }
}

const SHORTEST: Readonly<Record<string, number>> = { day: DAY, week: 7 * DAY, month: 28 * DAY, year: 365 * DAY }
const LONGEST: Readonly<Record<string, number>> = { day: DAY, week: 7 * DAY, month: 31 * DAY, year: 366 * DAY }

/** The first boundary after `after`. */
export const nextBoundary = (anchor: number, interval: Interval, after: number): number => {
  if (after < anchor) return anchor
  const longest = (LONGEST[interval.interval] ?? DAY) * interval.interval_count
  let times = Math.max(1, Math.floor((after - anchor) / longest))
  while (addInterval(anchor, interval, times) <= after) times += 1
  return addInterval(anchor, interval, times)
}

/** The period that surrounds a time; before the anchor it ends there. */
export const periodAround = (anchor: number, interval: Interval, at: number): { start: number; end: number } => {
  const end = nextBoundary(anchor, interval, at)
  if (at < anchor) return { start: at, end }
  let times = 0
  while (addInterval(anchor, interval, times + 1) <= at) times += 1
  return { start: addInterval(anchor, interval, times), end }
}

/** About how long a period is; only for comparing intervals. */
export const shortestLength = ({ interval, interval_count: count }: Interval): number =>
  (SHORTEST[interval] ?? DAY) * count

export const addDays = (at: number, days: number): number => at + days * DAY
