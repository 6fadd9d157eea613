import type { TeamPage, TimelineEntry } from '@countersign/shared/features/subscriptions'
import { Notice } from '../../components/Notice.tsx'
import { Timeline, type TimelineDay } from '../../components/Timeline.tsx'
import { dayHeadText, groupByDay, dayText } from '../../lib/dates.ts'
import { team } from '../../messages/team.ts'
import { timeline as words } from '../../messages/timeline.ts'
import { foldTimeline } from './fold-rules.ts'
import { KeptNotice } from './KeptNotice.tsx'
import { failedParts, valueOf } from './part-rules.ts'
import { LANES, type Lane, usePlace } from './place.ts'
import { useReading } from './reading.ts'
import { decimalsOf, isLate } from './standing-rules.ts'
import { entryLook } from './timeline-looks.tsx'
import s from './TeamView.module.css'

const CHIPS = LANES.map((id) => ({ id, label: id === 'all' ? words.all : words.lanes[id] }))

const inLane = (lane: Lane) => (entry: TimelineEntry) => lane === 'all' || entry.lane === lane

const countText = (entries: readonly TimelineEntry[]): string => {
  const oldest = entries.at(-1)
  return oldest ? words.countSince(entries.length, dayText(oldest.at)) : words.count(0)
}

const partsOf = (page: TeamPage) => [page.subscriptions, page.invoices, page.balance]

/** A failed part would leave a hole in the history that nobody sees; an old one would pass for today's. */
const Holes = ({ page }: { readonly page: TeamPage }) => {
  const missing = failedParts(page).flatMap((name) =>
    name === 'invoices' || name === 'balance' || name === 'subscriptions' ? [team.tabs[name].toLowerCase()] : [],
  )
  const kept = partsOf(page).find((part) => part.state === 'read' && part.source === 'kept')
  if (missing.length === 0 && !kept) return null
  return (
    <div className={s['stamp']}>
      {kept && <KeptNotice part={kept} />}
      {missing.length > 0 && <Notice tone="money">{team.part.missing(missing.join(', '))}</Notice>}
    </div>
  )
}

/** Everything that happened, Stripe's side and ours, newest first. */
export const TeamTimeline = ({ page }: { readonly page: TeamPage }) => {
  const { now } = useReading()
  const { lane, go, hrefOf } = usePlace()
  const invoices = valueOf(page.invoices)?.invoices ?? []
  const shown = foldTimeline(page.timeline).filter(inLane(lane))
  const surroundings = {
    currentId: page.proof?.id,
    hrefOf,
    lateIds: new Set(invoices.filter((row) => isLate(row, now)).map(({ stripeId }) => stripeId)),
    decimals: decimalsOf(shown.flatMap(({ amount }) => amount ?? [])),
  }
  const days: readonly TimelineDay[] = groupByDay(shown, ({ at }) => at).map(([day, entries]) => ({
    id: day,
    label: dayHeadText(day, now),
    entries: entries.map((entry) => entryLook(entry, surroundings)),
  }))
  return (
    <>
      <Holes page={page} />
      <Timeline
        days={days}
        filter={{ chips: CHIPS, value: lane, onChange: (id) => go({ lane: id }) }}
        count={countText(shown)}
        empty={page.timeline.length === 0 ? words.empty : words.nothing}
      />
      {(valueOf(page.invoices)?.hasMore || valueOf(page.balance)?.hasMore) && (
        <p className="cs-xs cs-faint">{words.older}</p>
      )}
    </>
  )
}
