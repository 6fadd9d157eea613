import type { Link } from '@countersign/shared/features/links'
import { DenseTable } from '../../components/DenseTable.tsx'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Panel } from '../../components/Panel.tsx'
import { links as words } from '../../messages/links.ts'
import { LINK_COLUMNS } from './link-columns.tsx'
import type { useLinkList } from './use-links.ts'
import s from './Links.module.css'

const rowId = ({ id }: Link) => id
const NONE: readonly Link[] = []

export interface LinkListProps {
  readonly list: ReturnType<typeof useLinkList>
  readonly item: string | undefined
  readonly onItem: (id: string | undefined) => void
}

/** Every link that was made for the team, and what became of it. */
export const LinkList = ({ list, item, onItem }: LinkListProps) => {
  const rows = list.data ?? NONE
  return (
    <Panel title={words.list} isFlush {...(list.data ? { aside: words.count(rows.length) } : {})}>
      <div className={s['list']}>
        <DenseTable
          label={words.list}
          rows={rows}
          columns={LINK_COLUMNS}
          rowId={rowId}
          density="dense"
          activeId={item}
          onActive={onItem}
          isLoading={list.isPending}
          {...(list.error
            ? {
                problem: (
                  <FailureProblem title={words.listFailed} error={list.error} onRetry={() => void list.refetch()} />
                ),
              }
            : {})}
          empty={<Empty title={words.empty}>{words.emptyNext}</Empty>}
        />
      </div>
    </Panel>
  )
}
