import {
  DRIFT_KINDS,
  DRIFT_SHOWS,
  type DriftFinding,
  type DriftKind,
  type DriftStatus,
  type DriftWish,
} from '@countersign/shared/features/drift'
import { GitCompareArrows } from 'lucide-react'
import { useMemo } from 'react'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { timeText } from '../../lib/dates.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useNow } from '../../lib/use-now.ts'
import { drift as words } from '../../messages/drift.ts'
import { Comparing } from './Comparing.tsx'
import { driftColumns } from './drift-columns.tsx'
import { DriftPanel } from './DriftPanel.tsx'
import { useCompare, useDriftStatus, useFindings } from './use-drift.ts'
import s from './Drift.module.css'

export interface DriftPlace {
  readonly show: string | undefined
  readonly kind: string | undefined
  readonly itemId: string | undefined
}

export interface DriftViewProps extends DriftPlace {
  readonly onPlace: (place: Partial<DriftPlace>) => void
}

const idOf = ({ id }: DriftFinding): string => id
const nameOf = ({ kind, subjectId }: DriftFinding): string => `${words.kinds[kind]} ${subjectId}`
const showOf = (show: string | undefined): DriftWish['show'] => DRIFT_SHOWS.find((one) => one === show) ?? 'open'
const kindOf = (kind: string | undefined): DriftKind | null => DRIFT_KINDS.find((one) => one === kind) ?? null

const Nothing = ({
  status,
  show,
  kind,
}: {
  status: DriftStatus | undefined
  show: DriftWish['show']
  kind: DriftKind | null
}) => {
  const { empty } = words
  if (status?.last === null) return <Empty title={empty.never.title}>{empty.never.what}</Empty>
  if (kind !== null) return <Empty title={empty.kind}>{empty.what}</Empty>
  if (show !== 'open' || !status) return <Empty title={empty[show]}>{empty.what}</Empty>
  const { at, compared } = status.last
  return <Empty title={empty.none(words.comparedText(compared), timeText(at))}>{empty.what}</Empty>
}

const CompareButton = ({ isRunning }: { readonly isRunning: boolean }) => {
  const { start } = useCompare()
  const reason = useMissingPermission('drift.manage')
  return (
    <>
      <Button
        icon={GitCompareArrows}
        isBusy={start.isPending || isRunning}
        reason={reason}
        onPress={() => start.mutate()}
      >
        {words.compare}
      </Button>
      {start.error !== null && <FailureProblem title={words.notStarted} error={start.error} />}
    </>
  )
}

const KindChips = ({
  status,
  kind,
  onPlace,
}: { status: DriftStatus; kind: DriftKind | null } & Pick<DriftViewProps, 'onPlace'>) => {
  const counts = new Map(status.byKind.map((one) => [one.kind, one.count]))
  if (kind !== null && !counts.has(kind)) counts.set(kind, 0)
  if (counts.size === 0) return null
  const every = { id: 'all', label: words.allKinds }
  const chips = [...counts].map(([id, count]) => ({ id: id as string, label: words.kinds[id], count }))
  return (
    <FilterChips
      label={words.kindFilters}
      chips={[every, ...chips]}
      value={kind ?? 'all'}
      onChange={(id) => onPlace({ kind: kindOf(id) ?? undefined, itemId: undefined })}
    />
  )
}

const countsOf = (status: DriftStatus | undefined): Partial<Record<DriftWish['show'], number>> => {
  if (!status) return {}
  const severe = status.open['shut-out'] + status.open.money
  return { open: severe + status.open.stale, severe, accepted: status.accepted }
}

/** What differs, the dearest first, and the way to have everything compared. */
export const DriftView = ({ show, kind, itemId, onPlace }: DriftViewProps) => {
  const now = useNow()
  const [shown, only] = [showOf(show), kindOf(kind)]
  const { data: status } = useDriftStatus()
  const { list, findings } = useFindings(shown, only)
  const columns = useMemo(() => driftColumns(now, { isOver: shown === 'over' }), [now, shown])
  const open = findings.find(({ id }) => id === itemId)
  const counts = countsOf(status)
  const onRetry = () => void list.refetch()
  return (
    <SidePanel
      label={words.panel}
      panel={open && <DriftPanel key={open.id} finding={open} />}
      onClose={() => onPlace({ itemId: undefined })}
    >
      <div className={s['bar']}>
        <FilterChips
          label={words.filters}
          chips={DRIFT_SHOWS.map((id) => ({ id, label: words.shows[id], count: counts[id] }))}
          value={shown}
          onChange={(id) => onPlace({ show: id, kind: undefined, itemId: undefined })}
        />
        <CompareButton isRunning={status?.run?.state === 'running'} />
      </div>
      {status && shown === 'open' && (
        <div className={s['kinds']}>
          <KindChips status={status} kind={only} onPlace={onPlace} />
        </div>
      )}
      <Comparing run={status?.run ?? null} />
      <DenseTable
        label={words.table}
        rows={findings}
        columns={columns}
        rowId={idOf}
        rowLabel={nameOf}
        activeId={itemId}
        onActive={(id) => onPlace({ itemId: id })}
        isLoading={list.isPending}
        hasPageKeys
        fileName="drift"
        empty={<Nothing status={status} show={shown} kind={only} />}
        {...(list.error === null
          ? {}
          : { problem: <FailureProblem title={words.notRead} error={list.error} onRetry={onRetry} /> })}
      />
      {list.hasNextPage && (
        <Button isBusy={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </SidePanel>
  )
}
