import type { Usage } from '@countersign/shared/features/metering'
import { type Tenant, TENANT_SHOWS, type TenantSetup, type TenantsWish } from '@countersign/shared/features/tenants'
import { useMemo } from 'react'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { Notice } from '../../components/Notice.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { useNow } from '../../lib/use-now.ts'
import { tenants as words } from '../../messages/tenants.ts'
import { tenantColumns } from './tenant-columns.tsx'
import { TenantPanel } from './TenantPanel.tsx'
import { useTenants, useTenantSetup } from './use-tenants.ts'
import s from './Tenants.module.css'

export interface TenantsViewProps {
  readonly show: string | undefined
  readonly itemId: string | undefined
  /** What the shown teams use, as far as it is counted. */
  readonly usage: Usage
  readonly onShow: (show: TenantsWish['show']) => void
  readonly onItem: (id: string | undefined) => void
}

const idOf = ({ teamId }: Tenant): string => teamId
export const showOf = (show: string | undefined): TenantsWish['show'] =>
  TENANT_SHOWS.find((one) => one === show) ?? 'all'

const Nameless = ({ nameless }: Pick<TenantSetup, 'nameless'>) =>
  nameless.length === 0 ? null : (
    <Notice tone="money" title={words.nameless(nameless.length)}>
      {words.namelessWhat(nameless.join(', '))}
    </Notice>
  )

const List = ({ show, itemId, usage, onShow, onItem, setup }: TenantsViewProps & { readonly setup: TenantSetup }) => {
  const now = useNow()
  const shown = showOf(show)
  const { list, tenants } = useTenants(shown)
  const columns = useMemo(() => tenantColumns(now, usage), [now, usage])
  const open = tenants.find(({ teamId }) => teamId === itemId)
  const counts: Partial<Record<string, number>> = { stuck: setup.stuck }
  const { title, what } = words.empty[shown]
  return (
    <SidePanel
      label={words.panel}
      panel={open && <TenantPanel key={open.teamId} tenant={open} usage={usage} now={now} />}
      onClose={() => onItem(undefined)}
    >
      <div className={s['bar']}>
        <FilterChips
          label={words.filters}
          chips={TENANT_SHOWS.map((id) => ({ id, label: words.shows[id], count: counts[id] }))}
          value={shown}
          onChange={onShow}
        />
      </div>
      <Nameless nameless={setup.nameless} />
      <DenseTable
        label={words.table}
        rows={tenants}
        columns={columns}
        rowId={idOf}
        rowLabel={idOf}
        activeId={itemId}
        onActive={onItem}
        isLoading={list.isPending}
        hasPageKeys
        fileName="tenants"
        empty={<Empty title={title}>{what}</Empty>}
        {...(list.error === null
          ? {}
          : {
              problem: <FailureProblem title={words.notRead} error={list.error} onRetry={() => void list.refetch()} />,
            })}
      />
      {list.hasNextPage && (
        <Button isBusy={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </SidePanel>
  )
}

/** What is run for teams; where nobody runs anything it says how that begins. */
export const TenantsView = (props: TenantsViewProps) => {
  const { data: setup, error, refetch } = useTenantSetup()
  if (setup === undefined) {
    if (error === null) return <Skeleton />
    return <FailureProblem title={words.notRead} error={error} onRetry={() => void refetch()} />
  }
  if (setup.provisioner === null) return <Empty title={words.notSetUp.title}>{words.notSetUp.what}</Empty>
  return <List {...props} setup={setup} />
}
