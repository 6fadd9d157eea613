import { DAY_MS, dayOf, HOUR_MS, MINUTE_MS } from '@countersign/shared/times'
import { plural } from './numbers.ts'

// Parts are joined by hand: British English writes "Sept", American puts the month first.
const parts = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

type Part = 'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute' | 'second'

const partsOf = (iso: string): Record<Part, string> => {
  const found: Partial<Record<string, string>> = {}
  for (const part of parts.formatToParts(new Date(iso))) found[part.type] = part.value
  return found as Record<Part, string>
}

const dayKey = (iso: string): string => dayOf(new Date(iso).toISOString())
const isTime = (iso: string): boolean => !Number.isNaN(Date.parse(iso))

/** `14 Feb 2023`, in UTC. What is no date is shown as it came: hiding it would hide a fault. */
export const dayText = (iso: string): string => {
  if (!isTime(iso)) return iso
  const { day, month, year } = partsOf(iso)
  return `${day} ${month} ${year}`
}

/** `14 Feb`, with the year as soon as it isn't this one. */
export const shortDayText = (iso: string, now: string): string => {
  if (!isTime(iso)) return iso
  const { day, month, year } = partsOf(iso)
  return year === partsOf(now).year ? `${day} ${month}` : `${day} ${month} ${year}`
}

/** Head of a group of entries: `Today, Fri 20 Nov`, `Thu 19 Nov`, `Sun 1 Nov 2025`. */
export const dayHeadText = (iso: string, now: string): string => {
  if (!isTime(iso)) return iso
  const text = `${partsOf(iso).weekday} ${shortDayText(iso, now)}`
  return dayKey(iso) === dayKey(now) ? `Today, ${text}` : text
}

/** `12:40`, or `12:40:54`; UTC is said once per group, not here. */
export const clockText = (iso: string, precision: 'minutes' | 'seconds' = 'minutes'): string => {
  if (!isTime(iso)) return iso
  const { hour, minute, second } = partsOf(iso)
  return precision === 'seconds' ? `${hour}:${minute}:${second}` : `${hour}:${minute}`
}

/** `14 Feb 2023, 12:40 UTC`. */
export const timeText = (iso: string): string => (isTime(iso) ? `${dayText(iso)}, ${clockText(iso)} UTC` : iso)

const SECOND_MS = 1000

const hoursText = (ms: number): string => {
  const hours = Math.floor(ms / HOUR_MS)
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS)
  return minutes === 0 ? `${hours} h` : `${hours} h ${String(minutes).padStart(2, '0')} min`
}

/** A length of time in words, two units at most: `12 s`, `43 min`, `7 h 59 min`, `2 d 23 h`, `77 days`. */
export const spanText = (ms: number): string => {
  const span = Math.max(0, ms)
  if (span < MINUTE_MS) return `${Math.floor(span / SECOND_MS)} s`
  if (span < HOUR_MS) return `${Math.floor(span / MINUTE_MS)} min`
  if (span < DAY_MS) return hoursText(span)
  if (span < 7 * DAY_MS) return `${Math.floor(span / DAY_MS)} d ${Math.floor((span % DAY_MS) / HOUR_MS)} h`
  return plural(Math.floor(span / DAY_MS), 'day', 'days')
}

/** How long ago: `12 s`, `43 min`. A time in the future is an age of `0 s`. */
export const ageText = (iso: string, now: string): string => spanText(Date.parse(now) - Date.parse(iso))

/** How long until: `7 h 59 min`; `undefined` once it is over. */
export const leftText = (untilIso: string, now: string): string | undefined => {
  const ms = Date.parse(untilIso) - Date.parse(now)
  return ms > 0 ? spanText(ms) : undefined
}

/** Entries by UTC day, in the order they came. */
export const groupByDay = <Entry>(entries: readonly Entry[], timeOf: (entry: Entry) => string): [string, Entry[]][] => {
  const days = new Map<string, Entry[]>()
  for (const entry of entries) {
    const at = timeOf(entry)
    const key = isTime(at) ? dayKey(at) : at
    const day = days.get(key)
    if (day) day.push(entry)
    else days.set(key, [entry])
  }
  return [...days]
}
