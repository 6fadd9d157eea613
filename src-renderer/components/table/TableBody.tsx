import type { Virtualizer } from '@tanstack/react-virtual'
import { TableRow, type TableRowProps } from './TableRow.tsx'
import s from './table.module.css'

export interface TableBodyProps<Row> extends Pick<TableRowProps<Row>, 'columns' | 'onActive' | 'onOpen' | 'onToggle'> {
  readonly rows: readonly Row[]
  readonly rowId: (row: Row) => string
  readonly rowLabel: (row: Row) => string
  readonly rowTone?: ((row: Row) => TableRowProps<Row>['tone']) | undefined
  readonly elementId: (id: string) => string
  readonly activeId: string | undefined
  readonly selectedIds: ReadonlySet<string> | undefined
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>
  /** All of them, up to this many, while printing. */
  readonly printed: number | undefined
}

interface RowWindow {
  readonly from: number
  readonly to: number
  /** Heights of the rows that are not drawn. */
  readonly before: number
  readonly after: number
}

const windowOf = (virtualizer: TableBodyProps<never>['virtualizer'], printed: number | undefined): RowWindow => {
  if (printed !== undefined) return { from: 0, to: printed, before: 0, after: 0 }
  const items = virtualizer.getVirtualItems()
  const [first, last] = [items[0], items.at(-1)]
  if (!first || !last) return { from: 0, to: 0, before: 0, after: 0 }
  const after = virtualizer.getTotalSize() - last.end
  return { from: first.index, to: last.index + 1, before: first.start, after }
}

const Gap = ({ height }: { readonly height: number }) =>
  height > 0 ? <tr aria-hidden className={s['gap']} style={{ height }} /> : null

/** Rows in sight between two gaps as high as the rows that are not: the table stays a table. */
export const TableBody = <Row,>(props: TableBodyProps<Row>) => {
  const { rows, rowId, rowLabel, rowTone, elementId, activeId, selectedIds, virtualizer, printed } = props
  const { from, to, before, after } = windowOf(virtualizer, printed)
  return (
    <tbody>
      <Gap height={before} />
      {rows.slice(from, to).map((row, at) => {
        const id = rowId(row)
        return (
          <TableRow
            key={id}
            row={row}
            id={id}
            elementId={elementId(id)}
            rowIndex={from + at + 2}
            columns={props.columns}
            isActive={id === activeId}
            isSelected={selectedIds?.has(id)}
            label={rowLabel(row)}
            tone={rowTone?.(row)}
            onActive={props.onActive}
            onOpen={props.onOpen}
            onToggle={props.onToggle}
          />
        )
      })}
      <Gap height={after} />
    </tbody>
  )
}
