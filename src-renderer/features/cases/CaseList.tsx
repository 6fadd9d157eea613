import { CASE_FILTERS, type CaseFilter, type CaseLine } from '@countersign/shared/features/cases'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useNow } from '../../lib/use-now.ts'
import { cases as words } from '../../messages/cases.ts'
import { desk } from '../../messages/desk.ts'
import { caseColumns } from './case-columns.tsx'
import s from './Cases.module.css'

const MOST_SHOWN = 200
const REFRESH_MS = 30_000
const NONE: readonly CaseLine[] = []

const rowId = ({ ticket }: CaseLine) => ticket
const CHIPS = CASE_FILTERS.map((id) => ({ id, label: words.filters[id] }))

export interface CaseListProps {
  readonly filter: CaseFilter
  readonly activeTicket: string | undefined
  readonly onFilter: (filter: CaseFilter) => void
  readonly onActive: (ticket: string) => void
  readonly onOpen: (ticket: string) => void
}

/** Cases, last touched first; Enter opens one. */
export const CaseList = ({ filter, activeTicket, onFilter, onActive, onOpen }: CaseListProps) => {
  const trpc = useTRPC()
  const now = useNow(30_000)
  const list = useQuery({
    ...trpc.cases.list.queryOptions({ filter, limit: MOST_SHOWN }),
    refetchInterval: REFRESH_MS,
  })
  const columns = useMemo(() => caseColumns(now), [now])
  const empty = words.empty[filter]
  return (
    <div className={s['list']}>
      <DenseTable
        label={words.table}
        rows={list.data ?? NONE}
        columns={columns}
        rowId={rowId}
        fileName="cases"
        hasPageKeys
        activeId={activeTicket}
        onActive={onActive}
        onOpen={({ ticket }) => onOpen(ticket)}
        isLoading={list.isPending}
        toolsStart={<FilterChips label={words.show} chips={CHIPS} value={filter} onChange={onFilter} />}
        {...(list.error === null
          ? {}
          : {
              problem: <FailureProblem title={words.notRead} error={list.error} onRetry={() => void list.refetch()} />,
            })}
        empty={
          <Empty
            title={empty.title}
            actions={
              <a className="cs-link" href={deskPaths.verify()}>
                {desk.goTo(desk.pages.verify)}
              </a>
            }
          >
            {empty.next}
          </Empty>
        }
      />
    </div>
  )
}
