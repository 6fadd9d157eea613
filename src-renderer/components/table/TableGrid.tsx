import type { Virtualizer } from '@tanstack/react-virtual'
import { useId, type KeyboardEvent, type RefObject } from 'react'
import { messages } from '../../messages/index.ts'
import { TableBody } from './TableBody.tsx'
import { TableHead } from './TableHead.tsx'
import { leastWidth } from './table-column.ts'
import type { DenseTableProps } from './table-props.ts'
import type { ActiveRow } from './use-active-row.ts'
import { usePrint } from './use-print.ts'
import type { RowActions } from './use-row-actions.ts'
import type { TableModel } from './use-table-model.ts'
import s from './table.module.css'

export interface TableGridProps<Row extends object> {
  readonly table: Pick<DenseTableProps<Row>, 'label' | 'rowId' | 'rowLabel' | 'rowTone' | 'selectedIds' | 'isLoading'>
  readonly model: TableModel<Row>
  readonly active: ActiveRow
  readonly actions: RowActions
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>
  readonly grid: RefObject<HTMLTableElement | null>
  readonly onKeyDown: (event: KeyboardEvent) => void
}

const TICK_PX = 44
const PRINTED_ROWS = 5000

const selectionOf = (selectedIds: ReadonlySet<string> | undefined, count: number, onAll: () => void) =>
  selectedIds && { isAll: count > 0 && selectedIds.size === count, isSome: selectedIds.size > 0, onAll }

const Widths = <Row extends object>({ model, table }: Pick<TableGridProps<Row>, 'model' | 'table'>) => (
  <colgroup>
    {table.selectedIds && <col style={{ width: TICK_PX }} />}
    {model.visible.map(({ id, width }) => (
      <col key={id} style={width === undefined ? {} : { width }} />
    ))}
  </colgroup>
)

export const TableGrid = <Row extends object>(props: TableGridProps<Row>) => {
  const { table, model, active, actions, virtualizer, grid, onKeyDown } = props
  const { label, rowId, selectedIds } = table
  const base = useId()
  const isPrinting = usePrint()
  const count = model.rows.length
  const elementId = (id: string) => `${base}-${id}`
  return (
    <>
      <table
        ref={grid}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- the grid pattern: one stop, arrows within
        role="grid"
        className={s['table']}
        aria-label={label}
        aria-rowcount={count + 1}
        aria-multiselectable={selectedIds !== undefined}
        aria-busy={table.isLoading}
        aria-activedescendant={active.index < 0 ? undefined : elementId(active.id ?? '')}
        tabIndex={0}
        style={{ minWidth: leastWidth(model.visible) }}
        onKeyDown={onKeyDown}
      >
        <Widths model={model} table={table} />
        <TableHead
          columns={model.visible}
          sort={model.sort}
          onSort={model.toggleSort}
          selection={selectionOf(selectedIds, count, actions.toggleAll)}
        />
        <TableBody
          {...actions}
          rows={model.rows}
          columns={model.visible}
          rowId={rowId}
          rowLabel={table.rowLabel ?? rowId}
          rowTone={table.rowTone}
          elementId={elementId}
          activeId={active.id}
          selectedIds={selectedIds}
          virtualizer={virtualizer}
          printed={isPrinting ? PRINTED_ROWS : undefined}
        />
      </table>
      {isPrinting && count > PRINTED_ROWS && <p>{messages.table.printedPart(PRINTED_ROWS, count)}</p>}
    </>
  )
}
