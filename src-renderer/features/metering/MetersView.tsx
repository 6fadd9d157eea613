import { METER_SHOWS, type MeterLine, type MeterSetup, type MetersWish } from '@countersign/shared/features/metering'
import { TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { Notice } from '../../components/Notice.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { useNow } from '../../lib/use-now.ts'
import { metering as words } from '../../messages/metering.ts'
import { meterColumns } from './meter-columns.tsx'
import { MeterPanel } from './MeterPanel.tsx'
import { useMeteringSetup, useMeters } from './use-metering.ts'
import s from './Metering.module.css'

export interface MetersViewProps {
  readonly show: string | undefined
  readonly team: string | undefined
  readonly itemId: string | undefined
  readonly onShow: (show: MetersWish['show']) => void
  readonly onTeam: (team: string) => void
  readonly onItem: (id: string | undefined) => void
}

const idOf = ({ teamId, counter }: MeterLine): string => `${counter}/${teamId}`
const labelOf = ({ teamId, counter }: MeterLine): string => `${teamId}, ${counter}`
const showOf = (show: string | undefined): MetersWish['show'] => METER_SHOWS.find((one) => one === show) ?? 'all'

const Faults = ({ faults }: Pick<MeterSetup, 'faults'>) =>
  faults.length === 0 ? null : (
    <Notice tone="money" title={words.faults(faults.length)}>
      {faults.map(({ itemStripeId, teamId, problem }) => words.fault(itemStripeId, teamId, problem)).join(' ')}
    </Notice>
  )

const Nothing = ({ show, team }: { readonly show: MetersWish['show']; readonly team: string }) => {
  const { title, what } = team === '' ? words.empty[show] : words.empty.found
  return <Empty title={title}>{what}</Empty>
}

const chipsOf = (setup: MeterSetup | undefined) => {
  const counts: Partial<Record<string, number | undefined>> = { held: setup?.held, stuck: setup?.stuck }
  return METER_SHOWS.map((id) => ({ id, label: words.shows[id], count: counts[id] }))
}

const problemOf = ({ error, refetch }: ReturnType<typeof useMeters>['list']) =>
  error === null
    ? {}
    : { problem: <FailureProblem title={words.notRead} error={error} onRetry={() => void refetch()} /> }

/** Every count of every team, with where its present period stands. */
export const MetersView = ({ show, team = '', itemId, onShow, onTeam, onItem }: MetersViewProps) => {
  const now = useNow()
  const shown = showOf(show)
  const { data: setup } = useMeteringSetup()
  const { list, meters } = useMeters({ show: shown, team })
  const columns = useMemo(() => meterColumns(now), [now])
  const open = meters.find((meter) => idOf(meter) === itemId)
  return (
    <SidePanel
      label={words.panel}
      panel={open && <MeterPanel key={idOf(open)} meter={open} />}
      onClose={() => onItem(undefined)}
    >
      <div className={s['bar']}>
        <FilterChips label={words.filters} chips={chipsOf(setup)} value={shown} onChange={onShow} />
        <TextInput
          size="xs"
          className={s['search'] ?? ''}
          aria-label={words.search}
          placeholder={words.search}
          maxLength={500}
          value={team}
          onChange={(event) => onTeam(event.currentTarget.value)}
        />
      </div>
      <Faults faults={setup?.faults ?? []} />
      <DenseTable
        label={words.table}
        rows={meters}
        columns={columns}
        rowId={idOf}
        rowLabel={labelOf}
        activeId={itemId}
        onActive={onItem}
        isLoading={list.isPending}
        hasPageKeys
        fileName="counts"
        empty={<Nothing show={shown} team={team} />}
        {...problemOf(list)}
      />
      {list.hasNextPage && (
        <Button isBusy={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </SidePanel>
  )
}
