// Rule: an invoice that was issued and paid on one day is one entry, the payment; two lines would say the same amount twice.

import type { TimelineEntry } from '@countersign/shared/features/subscriptions'

const DAY_CHARS = 'yyyy-mm-dd'.length

const dayOf = ({ at }: TimelineEntry): string => at.slice(0, DAY_CHARS)

const isOf = (entry: TimelineEntry, what: string): boolean => entry.id === `${entry.subjectId ?? ''}:${what}`

export const foldTimeline = (entries: readonly TimelineEntry[]): readonly TimelineEntry[] => {
  const paidOn = new Map(
    entries.filter((entry) => isOf(entry, 'paid')).map((entry) => [entry.subjectId, dayOf(entry)] as const),
  )
  return entries.filter((entry) => !isOf(entry, 'issued') || paidOn.get(entry.subjectId) !== dayOf(entry))
}
