import { memo } from 'react'
import { messages } from '../../messages/index.ts'
import { Tick } from '../Tick.tsx'
import { classNames } from '../class-names.ts'
import type { Tone } from '../tone.ts'
import type { TableColumn } from './table-column.ts'
import s from './table.module.css'

export interface TableRowProps<Row> {
  readonly row: Row
  readonly id: string
  readonly elementId: string
  /** From 1, the head included: what a screen reader counts. */
  readonly rowIndex: number
  readonly columns: readonly TableColumn<Row>[]
  readonly isActive: boolean
  /** `undefined` where rows can't be selected. */
  readonly isSelected?: boolean | undefined
  readonly label: string
  readonly tone?: Tone | undefined
  readonly onActive: (id: string) => void
  readonly onOpen: (id: string) => void
  readonly onToggle: (id: string) => void
}

const isAtEnd = <Item,>({ align }: TableColumn<Item>): boolean => align === 'end' || align === 'money'

const Row = <Item,>(props: TableRowProps<Item>) => {
  const { row, id, columns, isActive, isSelected, label, tone } = props
  return (
    <tr
      id={props.elementId}
      aria-rowindex={props.rowIndex}
      aria-selected={isActive || isSelected === true}
      className={classNames(
        s['row'],
        isActive && s['active'],
        isSelected === true && s['selected'],
        tone && s[`tone-${tone}`],
      )}
      onClick={() => props.onActive(id)}
      onDoubleClick={() => props.onOpen(id)}
    >
      {isSelected !== undefined && (
        <td className={s['tick']}>
          <Tick
            label={messages.table.selectRow(label)}
            isOn={isSelected}
            isOutOfTabOrder
            onToggle={() => props.onToggle(id)}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.id}
          className={classNames(isAtEnd(column) && s['end'], column.hasFigures === true && s['figures'])}
          title={isAtEnd(column) ? undefined : column.text(row)}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}

/** Memoised: while 100,000 rows scroll by, only those that come into sight are drawn. */
export const TableRow = memo(Row) as typeof Row
