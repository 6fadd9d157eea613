import type { QuotePage, QuoteRow } from '@countersign/shared/features/quotes'
import { currencyDecimals } from '@countersign/shared/money'
import { useMemo } from 'react'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Money } from '../../components/Money.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { useNow } from '../../lib/use-now.ts'
import { quotes as words } from '../../messages/quotes.ts'
import { filterOf, isFiltered, type QuoteSearch } from './filter-rules.ts'
import { quoteColumns } from './quote-columns.tsx'
import { QuoteFilters } from './QuoteFilters.tsx'
import { QuotePanel } from './QuotePanel.tsx'
import { useQuotePages } from './use-quotes.ts'
import s from './Quotes.module.css'

export interface QuotesViewProps {
  readonly search: QuoteSearch
  readonly itemId: string | undefined
  readonly onSearch: (search: QuoteSearch) => void
  readonly onItem: (id: string | undefined) => void
  readonly onEdit: (id: string) => void
  readonly onInvoice: (id: string) => void
  /** What an empty list offers. */
  readonly firstSteps: React.ReactNode
}

const idOf = ({ id }: QuoteRow): string => id
const nameOf = ({ reference }: QuoteRow): string => reference

/** Each currency for itself; they are never added up. */
const Totals = ({ matches, totals }: Pick<QuotePage, 'matches' | 'totals'>) => (
  <dl className={s['totals']} aria-label={words.totals}>
    <div>
      <dt className="cs-sr">{words.table}</dt>
      <dd>{words.matches(matches)}</dd>
    </div>
    {totals.map(({ total, quotes }) => (
      <div key={total.currency} title={words.totalOf(quotes)}>
        <dt>{total.currency.toUpperCase()}</dt>
        <dd className="cs-strong">
          <Money value={total} />
        </dd>
      </div>
    ))}
  </dl>
)

const Nothing = ({ search, onSearch, firstSteps }: Pick<QuotesViewProps, 'search' | 'onSearch' | 'firstSteps'>) =>
  isFiltered(search) ? (
    <Empty title={words.noneTitle} actions={<Button onPress={() => onSearch({})}>{words.clear}</Button>}>
      {words.none}
    </Empty>
  ) : (
    <Empty title={words.emptyTitle} actions={firstSteps}>
      {words.empty}
    </Empty>
  )

/** What customers accepted, accepted last first. */
export const QuotesView = (props: QuotesViewProps) => {
  const { search, itemId, onSearch, onItem, onEdit, onInvoice } = props
  const now = useNow(60_000)
  const { text, state, currency } = search
  const filter = useMemo(() => filterOf({ text, state, currency }), [text, state, currency])
  const { list, rows, first } = useQuotePages(filter)
  const decimals = Math.max(2, ...(first?.totals ?? []).map(({ total }) => currencyDecimals(total.currency)))
  const columns = useMemo(() => quoteColumns(now, decimals), [now, decimals])
  const panel = itemId?.startsWith('quo_') && (
    <QuotePanel key={itemId} id={itemId} onEdit={onEdit} onInvoice={onInvoice} />
  )
  return (
    <>
      {first && <Totals {...first} />}
      <SidePanel label={words.panel} panel={panel || undefined} onClose={() => onItem(undefined)}>
        <DenseTable
          label={words.table}
          rows={rows}
          columns={columns}
          rowId={idOf}
          rowLabel={nameOf}
          activeId={itemId}
          onActive={onItem}
          onOpen={({ id }) => onItem(id)}
          isLoading={list.isPending}
          hasPageKeys
          fileName="quotes"
          toolsStart={<QuoteFilters search={search} onChange={onSearch} />}
          empty={<Nothing {...props} />}
          {...(list.error === null
            ? {}
            : {
                problem: (
                  <FailureProblem
                    title={words.reading}
                    error={list.error}
                    onRetry={() => void list.refetch()}
                    isRetrying={list.isFetching}
                  />
                ),
              })}
        />
        {list.hasNextPage && (
          <div className={s['more']}>
            <Button size="sm" isBusy={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
              {words.more}
            </Button>
          </div>
        )}
      </SidePanel>
    </>
  )
}
