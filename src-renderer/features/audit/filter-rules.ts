// Rule: the filter of the log stands in the address. Days are whole days in UTC, so that the same link asks the same thing
// all day long, and looking again is no new look.

import type { AuditFilter } from '@countersign/shared/features/audit'
import { DAY_MS, dayOf, dayStart, toIso } from '@countersign/shared/times'

export interface AuditSearch {
  readonly when?: string | undefined
  readonly who?: string | undefined
  readonly did?: string | undefined
  readonly outcome?: string | undefined
  readonly ticket?: string | undefined
  readonly subject?: string | undefined
}

export const FILTER_NAMES = ['when', 'who', 'did', 'outcome', 'ticket', 'subject'] as const
export type FilterName = (typeof FILTER_NAMES)[number]

const DAYS_BACK: Readonly<Record<string, number>> = { today: 0, '7d': 6, '30d': 29 }
const RANGE = /^(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?$/

export interface DayRange {
  readonly from: string
  readonly to: string
}

/** The two days of `2026-11-01..2026-11-20`, either of them open; empty texts for anything else. */
export const rangeOf = (when: string | undefined): DayRange => {
  const [, from = '', to = ''] = RANGE.exec(when ?? '') ?? []
  return {
    from: Number.isNaN(dayStart(from)) ? '' : from,
    to: Number.isNaN(dayStart(to)) ? '' : to,
  }
}

export const whenOf = ({ from, to }: DayRange): string | undefined =>
  from === '' && to === '' ? undefined : `${from}..${to}`

const timesOf = (when: string | undefined, now: string): Pick<AuditFilter, 'from' | 'to'> => {
  const back = when === undefined ? undefined : DAYS_BACK[when]
  if (back !== undefined) return { from: toIso(dayStart(dayOf(now)) - back * DAY_MS) }
  const { from, to } = rangeOf(when)
  return {
    ...(from === '' ? {} : { from: toIso(dayStart(from)) }),
    // The last moment of the day itself.
    ...(to === '' ? {} : { to: toIso(dayStart(to) + DAY_MS - 1) }),
  }
}

const isOutcome = (text: string | undefined): text is 'done' | 'refused' => text === 'done' || text === 'refused'

export const filterOf = ({ when, who, did, outcome, ticket, subject }: AuditSearch, now: string): AuditFilter => ({
  ...timesOf(when, now),
  ...(who === undefined ? {} : { actorId: who }),
  ...(did === undefined ? {} : { action: did }),
  ...(isOutcome(outcome) ? { outcome } : {}),
  ...(ticket === undefined ? {} : { ticket }),
  ...(subject === undefined ? {} : { subjectId: subject }),
})

export const isFiltered = (search: AuditSearch): boolean => FILTER_NAMES.some((name) => search[name] !== undefined)
