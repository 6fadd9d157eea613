import { INBOX_SHOWS, type InboxEvent, type InboxWish } from '@countersign/shared/features/webhooks'
import { RotateCw } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { Name } from '../../components/Name.tsx'
import { Notice } from '../../components/Notice.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useNow } from '../../lib/use-now.ts'
import { webhooks as words } from '../../messages/webhooks.ts'
import { EventPanel } from './EventPanel.tsx'
import { inboxColumns } from './inbox-columns.tsx'
import { useInbox, useInboxStatus, useReplay } from './use-inbox.ts'
import s from './Webhooks.module.css'

export interface InboxViewProps {
  readonly show: string | undefined
  readonly itemId: string | undefined
  readonly onShow: (show: InboxWish['show']) => void
  readonly onItem: (id: string | undefined) => void
}

/** As many as one call takes. */
const MOST_AT_ONCE = 100
const NONE: ReadonlySet<string> = new Set()

const idOf = ({ id }: InboxEvent): string => id
const nameOf = ({ type, objectStripeId }: InboxEvent): string => `${type} ${objectStripeId ?? ''}`.trim()
const showOf = (show: string | undefined): InboxWish['show'] => INBOX_SHOWS.find((one) => one === show) ?? 'all'

const useReplaying = (events: readonly InboxEvent[]) => {
  const [chosen, choose] = useState(NONE)
  const [sent, send] = useState<readonly InboxEvent[]>([])
  const missing = useMissingPermission('event.replay')
  const replay = useReplay()
  const wanted = events.filter(({ id }) => chosen.has(id)).slice(0, MOST_AT_ONCE)
  const start = () => {
    send(wanted)
    replay.mutate({ ids: wanted.map(idOf) }, { onSuccess: () => choose(NONE) })
  }
  const reason = missing ?? (wanted.length === 0 ? words.nothingChosen : undefined)
  return { chosen, choose, sent, start, reason, count: wanted.length, replay }
}

type Replaying = ReturnType<typeof useReplaying>

const ReplayButton = ({ count, reason, replay, start }: Replaying) => (
  <Button icon={RotateCw} isBusy={replay.isPending} reason={reason} onPress={start}>
    {words.replay(Math.max(1, count))}
  </Button>
)

/** What became of each: what was replayed leaves the list of what failed. */
const ReplayResults = ({ sent, replay }: Replaying) => {
  if (replay.error) return <FailureProblem title={words.notReplayed} error={replay.error} />
  if (!replay.data) return null
  const events = new Map(sent.map((event) => [event.id, event]))
  return (
    <Notice title={words.results}>
      <ul aria-label={words.results} className={s['results']}>
        {replay.data.results.map(({ id, outcome }) => {
          const event = events.get(id)
          return (
            <li key={id}>
              <Name>{event ? nameOf(event) : id}</Name>: {words.outcomes[outcome]}
            </li>
          )
        })}
      </ul>
    </Notice>
  )
}

/** The inbox: what failed or waits, why, and the way to have it tried again. */
export const InboxView = ({ show, itemId, onShow, onItem }: InboxViewProps) => {
  const now = useNow()
  const shown = showOf(show)
  const { inbox, events } = useInbox(shown)
  const status = useInboxStatus().data
  const replaying = useReplaying(events)
  const columns = useMemo(() => inboxColumns(now), [now])
  const open = events.find(({ id }) => id === itemId)
  const counts: Partial<Record<string, number>> = { failed: status?.failed, waiting: status?.waiting }
  const { title, what } = words.empty[shown]
  return (
    <SidePanel label={words.panel} panel={open && <EventPanel event={open} />} onClose={() => onItem(undefined)}>
      <div className={s['bar']}>
        <FilterChips
          label={words.filters}
          chips={INBOX_SHOWS.map((id) => ({ id, label: words.shows[id], count: counts[id] }))}
          value={shown}
          onChange={onShow}
        />
        <ReplayButton {...replaying} />
      </div>
      <ReplayResults {...replaying} />
      <DenseTable
        label={words.table}
        rows={events}
        columns={columns}
        rowId={idOf}
        rowLabel={nameOf}
        activeId={itemId}
        onActive={onItem}
        selectedIds={replaying.chosen}
        onSelect={replaying.choose}
        isLoading={inbox.isPending}
        hasPageKeys
        fileName="webhooks"
        empty={<Empty title={title}>{what}</Empty>}
        {...(inbox.error === null
          ? {}
          : {
              problem: (
                <FailureProblem title={words.notRead} error={inbox.error} onRetry={() => void inbox.refetch()} />
              ),
            })}
      />
      {inbox.hasNextPage && (
        <Button isBusy={inbox.isFetchingNextPage} onPress={() => void inbox.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </SidePanel>
  )
}
