import type { InvoiceFilter } from '@countersign/shared/features/invoice-work'
import type { ManualInvoiceLine } from '@countersign/shared/features/invoices'
import { currencyDecimals } from '@countersign/shared/money'
import { useMemo } from 'react'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { FilterToken } from '../../components/FilterToken.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useNow } from '../../lib/use-now.ts'
import { invoices as words } from '../../messages/invoices.ts'
import { dealColumns } from './deal-columns.tsx'
import { DealPanel } from './DealPanel.tsx'
import { useDeals } from './use-deals.ts'
import s from './Invoices.module.css'

export interface DealsViewProps {
  readonly filter: InvoiceFilter
  readonly teamId: string | undefined
  readonly itemId: string | undefined
  readonly onFilter: (filter: InvoiceFilter) => void
  readonly onAllTeams: () => void
  readonly onItem: (id: string | undefined) => void
  readonly onOpen: (id: string) => void
}

const NONE: readonly ManualInvoiceLine[] = []
const idOf = ({ id }: ManualInvoiceLine): string => id
const nameOf = ({ quoteReference }: ManualInvoiceLine): string => quoteReference
const toneOf = ({ isStuck }: ManualInvoiceLine) => (isStuck ? ('money' as const) : undefined)

/** What has to be looked at first. */
const ORDER: readonly InvoiceFilter[] = ['open', 'stuck', 'approval', 'editing', 'sent', 'paid', 'over', 'all']
const CHIPS = ORDER.map((id) => ({ id, label: words.filter[id] }))

const Nothing = ({ isFiltered }: { readonly isFiltered: boolean }) => (
  <Empty
    title={words.empty}
    actions={<Button onPress={() => (location.hash = deskPaths.quotes())}>{words.fromQuote}</Button>}
  >
    {isFiltered ? words.emptyFilter : words.emptyNext}
  </Empty>
)

const Foot = ({ deals, count }: { readonly deals: ReturnType<typeof useDeals>; readonly count: number }) =>
  deals.hasNextPage && (
    <div className={s['foot']}>
      <span>{words.loaded(count)}</span>
      <Button size="sm" isBusy={deals.isFetchingNextPage} onPress={() => void deals.fetchNextPage()}>
        {words.more}
      </Button>
    </div>
  )

const Failed = ({ deals }: { readonly deals: ReturnType<typeof useDeals> }) => (
  <FailureProblem
    title={words.reading}
    error={deals.error}
    onRetry={() => void deals.refetch()}
    isRetrying={deals.isFetching}
  />
)

/** One row per deal, its chain along the row; what is stuck stands out with its days and its holder. */
export const DealsView = (props: DealsViewProps) => {
  const { filter, teamId, itemId, onFilter, onAllTeams, onItem, onOpen } = props
  const now = useNow()
  const deals = useDeals({ filter, teamId })
  const rows = useMemo(() => deals.data?.pages.flatMap((page) => page.rows) ?? NONE, [deals.data])
  const decimals = Math.max(2, ...rows.map(({ total }) => currencyDecimals(total.currency)))
  const columns = useMemo(() => dealColumns(now, decimals), [now, decimals])
  const chosen = rows.find(({ id }) => id === itemId)
  return (
    <>
      <div className={s['bar']}>
        <FilterChips label={words.filters} chips={CHIPS} value={filter} onChange={onFilter} />
        {teamId !== undefined && <FilterToken name={words.columns.team} value={teamId} onRemove={onAllTeams} />}
      </div>
      <SidePanel
        label={words.panel}
        panel={chosen && <DealPanel deal={chosen} now={now} />}
        onClose={() => onItem(undefined)}
      >
        <DenseTable
          label={words.table}
          rows={rows}
          columns={columns}
          rowId={idOf}
          rowLabel={nameOf}
          rowTone={toneOf}
          activeId={itemId}
          onActive={onItem}
          onOpen={({ id }) => onOpen(id)}
          isLoading={deals.isPending}
          hasPageKeys
          fileName="deals"
          empty={<Nothing isFiltered={filter !== 'all' || teamId !== undefined} />}
          {...(deals.error === null ? {} : { problem: <Failed deals={deals} /> })}
        />
        <Foot deals={deals} count={rows.length} />
      </SidePanel>
    </>
  )
}
