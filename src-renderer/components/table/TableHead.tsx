import { ArrowDown, ArrowUp } from 'lucide-react'
import { messages } from '../../messages/index.ts'
import { Icon } from '../Icon.tsx'
import { Tick } from '../Tick.tsx'
import { classNames } from '../class-names.ts'
import type { TableColumn, TableSort } from './table-column.ts'
import s from './table.module.css'

export interface TableHeadProps<Row> {
  readonly columns: readonly TableColumn<Row>[]
  readonly sort: TableSort | undefined
  readonly onSort: (id: string) => void
  readonly selection?: { readonly isAll: boolean; readonly isSome: boolean; readonly onAll: () => void } | undefined
}

const ariaSort = (sort: TableSort | undefined, id: string): 'ascending' | 'descending' | undefined => {
  if (sort?.id !== id) return undefined
  return sort.isDescending ? 'descending' : 'ascending'
}

export const TableHead = <Row,>({ columns, sort, onSort, selection }: TableHeadProps<Row>) => (
  <thead>
    <tr aria-rowindex={1}>
      {selection && (
        <th scope="col" className={s['tick']}>
          <Tick
            label={messages.table.selectAll}
            isOn={selection.isAll}
            isMixed={selection.isSome && !selection.isAll}
            onToggle={selection.onAll}
          />
        </th>
      )}
      {columns.map(({ id, head, align, sortValue }) => (
        <th
          key={id}
          scope="col"
          aria-sort={ariaSort(sort, id)}
          className={classNames(align === 'end' && s['end'], align === 'money' && s['money'])}
        >
          {sortValue === undefined ? (
            head
          ) : (
            <button type="button" className={s['sort']} title={messages.table.sortBy(head)} onClick={() => onSort(id)}>
              {head}
              {sort?.id === id && <Icon of={sort.isDescending ? ArrowDown : ArrowUp} size={12} />}
            </button>
          )}
        </th>
      ))}
    </tr>
  </thead>
)
