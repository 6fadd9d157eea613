import type { TicketCase } from '@countersign/shared/features/cases'
import { useState } from 'react'
import { Timeline } from '../../components/Timeline.tsx'
import { dayHeadText, groupByDay } from '../../lib/dates.ts'
import { cases as words } from '../../messages/cases.ts'
import { caseEntries, type CaseLane } from './case-entries.tsx'

const { timeline } = words
const LANES: readonly CaseLane[] = ['proof', 'asked', 'notes', 'looks']
const CHIPS = [{ id: 'all' as const, label: timeline.all }, ...LANES.map((id) => ({ id, label: timeline.lanes[id] }))]

/** Proofs, requests, notes and looks of one ticket, by day. */
export const CaseTimeline = ({ ticketCase, now }: { readonly ticketCase: TicketCase; readonly now: string }) => {
  const [lane, setLane] = useState<CaseLane | 'all'>('all')
  const shown = caseEntries(ticketCase).filter((entry) => lane === 'all' || entry.lane === lane)
  const days = groupByDay(shown, ({ atIso }) => atIso).map(([day, entries]) => ({
    id: day,
    label: dayHeadText(day, now),
    entries,
  }))
  return (
    <Timeline
      days={days}
      filter={{ chips: CHIPS, value: lane, onChange: setLane }}
      count={timeline.count(shown.length)}
    />
  )
}
