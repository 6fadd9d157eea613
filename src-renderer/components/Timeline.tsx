import { useId, type ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import { FilterChips, type FilterChipsProps } from './FilterChips.tsx'
import { TimelineEntry, type TimelineEntryProps } from './TimelineEntry.tsx'
import s from './Timeline.module.css'

export interface TimelineDay {
  readonly id: string
  /** "Today, Fri 20 Nov" */
  readonly label: string
  readonly entries: readonly TimelineEntryProps[]
}

export interface TimelineProps<Id extends string> {
  readonly days: readonly TimelineDay[]
  readonly filter?: Omit<FilterChipsProps<Id>, 'label'>
  /** "312 entries since Feb 2023" */
  readonly count?: string
  readonly tools?: ReactNode
  readonly empty?: ReactNode
}

const Day = ({ day: { label, entries } }: { readonly day: TimelineDay }) => {
  const headId = useId()
  return (
    <section className={s['day']} aria-labelledby={headId}>
      <h3 id={headId} className={s['head']}>
        {label}
      </h3>
      <ol>
        {entries.map((entry) => (
          <TimelineEntry key={entry.id} {...entry} />
        ))}
      </ol>
    </section>
  )
}

/** Everything that happened, from every source, newest first, by day. */
export const Timeline = <Id extends string>({ days, filter, count, tools, empty }: TimelineProps<Id>) => (
  <div className={s['timeline']}>
    <div className={s['bar']}>
      {filter && <FilterChips {...filter} label={messages.timeline.filter} />}
      {count !== undefined && <span className={s['count']}>{count}</span>}
      {tools}
    </div>
    {days.length === 0 ? (
      <p className="cs-dim">{empty ?? messages.timeline.nothing}</p>
    ) : (
      days.map((day) => <Day key={day.id} day={day} />)
    )}
  </div>
)
