import { GRANT_MARKS, type Grant, type GrantMark, type Liability } from '@countersign/shared/features/coupons'
import { currencyDecimals } from '@countersign/shared/money'
import { useMemo } from 'react'
import { Button } from '../../components/Button.tsx'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { Money } from '../../components/Money.tsx'
import { Notice } from '../../components/Notice.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useNow } from '../../lib/use-now.ts'
import { coupons as words } from '../../messages/coupons.ts'
import { grantColumns } from './grant-columns.tsx'
import { GrantPanel } from './GrantPanel.tsx'
import { useLiability } from './use-liability.ts'
import s from './Coupons.module.css'

export interface LiabilityViewProps {
  readonly mark: string | undefined
  readonly itemId: string | undefined
  readonly onMark: (mark: string | undefined) => void
  readonly onItem: (id: string | undefined) => void
}

type Shown = GrantMark | 'all'

const NONE: readonly Grant[] = []
const idOf = ({ id }: Grant): string => id
const nameOf = ({ subjectName, teamId }: Grant): string => subjectName ?? teamId

const shownOf = (mark: string | undefined): Shown => GRANT_MARKS.find((one) => one === mark) ?? 'all'

/** What is still owed, by reason, each currency for itself. */
const OpenByReason = ({ byReason }: Pick<Liability, 'byReason'>) =>
  byReason.length > 0 && (
    <dl className={s['reasons']} aria-label={words.page.byReason}>
      {byReason.map(({ reason, open, grants }) => (
        <div key={`${reason} ${open.currency}`} className={s['reason']} title={words.page.grants(grants)}>
          <dt>{reason}</dt>
          <dd>
            <Money value={open} />
          </dd>
        </div>
      ))}
    </dl>
  )

/** Asked for and not made yet, or it came to nothing: its request says which. */
const BeingMade = ({ id }: { readonly id: string }) => (
  <Notice
    isLive
    actions={
      <Button size="sm" onPress={() => (location.hash = deskPaths.approvals({ item: id, show: 'mine' }))}>
        {words.openRequest}
      </Button>
    }
  >
    {words.beingMade}
  </Notice>
)

interface AboveProps {
  readonly liability: Liability
  readonly itemId: string | undefined
}

const Above = ({ liability: { byReason, grants }, itemId }: AboveProps) => (
  <>
    <OpenByReason byReason={byReason} />
    {itemId !== undefined && !grants.some(({ id }) => id === itemId) && <BeingMade id={itemId} />}
  </>
)

const Nothing = ({ isFiltered }: { readonly isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title={words.page.emptyFilterTitle}>{words.page.emptyFilter}</Empty>
  ) : (
    <Empty
      title={words.page.emptyTitle}
      actions={<Button onPress={() => (location.hash = deskPaths.verify())}>{words.page.verify}</Button>}
    >
      {words.page.empty}
    </Empty>
  )

const chipsOf = (grants: readonly Grant[]) => [
  { id: 'all' as const, label: words.page.all, count: grants.length },
  ...GRANT_MARKS.map((id) => ({
    id,
    label: words.marks[id],
    count: grants.filter(({ marks }) => marks.includes(id)).length,
  })),
]

/** Every coupon that was given, those that have to be looked at one click away. */
export const LiabilityView = ({ mark, itemId, onMark, onItem }: LiabilityViewProps) => {
  const now = useNow()
  const { data, error, isPending, isFetching, refetch } = useLiability(itemId)
  const shown = shownOf(mark)
  const all = data?.grants ?? NONE
  const rows = useMemo(() => (shown === 'all' ? all : all.filter(({ marks }) => marks.includes(shown))), [all, shown])
  const decimals = Math.max(2, ...all.map(({ value }) => currencyDecimals(value.currency)))
  const columns = useMemo(() => grantColumns(now, decimals), [now, decimals])
  const chosen = all.find(({ id }) => id === itemId)
  return (
    <>
      {data && <Above liability={data} itemId={itemId} />}
      <div className={s['bar']}>
        <FilterChips
          label={words.page.filters}
          chips={chipsOf(all)}
          value={shown}
          onChange={(id) => onMark(id === 'all' ? undefined : id)}
        />
        {data?.hasMore === true && <span className={s['end']}>{words.page.more}</span>}
      </div>
      <SidePanel
        label={words.page.panel}
        panel={chosen && <GrantPanel grant={chosen} now={now} />}
        onClose={() => onItem(undefined)}
      >
        <DenseTable
          label={words.page.table}
          rows={rows}
          columns={columns}
          rowId={idOf}
          rowLabel={nameOf}
          activeId={itemId}
          onActive={onItem}
          isLoading={isPending}
          hasPageKeys
          fileName="coupons"
          empty={<Nothing isFiltered={shown !== 'all'} />}
          {...(error === null
            ? {}
            : {
                problem: (
                  <FailureProblem
                    title={words.page.reading}
                    error={error}
                    onRetry={() => void refetch()}
                    isRetrying={isFetching}
                  />
                ),
              })}
        />
      </SidePanel>
    </>
  )
}
