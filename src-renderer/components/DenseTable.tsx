import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, type CSSProperties, type RefObject } from 'react'
import { TableGrid } from './table/TableGrid.tsx'
import { TableState } from './table/TableState.tsx'
import { TableTools } from './table/TableTools.tsx'
import type { TableColumn } from './table/table-column.ts'
import type { DenseTableProps } from './table/table-props.ts'
import { useActiveRow } from './table/use-active-row.ts'
import { useRowActions } from './table/use-row-actions.ts'
import { useRowKeys } from './table/use-row-keys.ts'
import { useTableModel } from './table/use-table-model.ts'
import s from './table/table.module.css'

export type { DenseTableProps, TableColumn }

const ROW_PX = { dense: 28, normal: 32 }
const HEAD_PX = 28

const useRows = <Row extends object>(props: DenseTableProps<Row>, scroller: RefObject<HTMLDivElement | null>) => {
  const { rowId, density = 'normal' } = props
  const rowPx = ROW_PX[density]
  const model = useTableModel(props)
  const active = useActiveRow({ rows: model.rows, rowId, activeId: props.activeId, onActive: props.onActive })
  const actions = useRowActions({ ...props, rows: model.rows, setActive: active.setId })
  // oxlint-disable-next-line react/incompatible-library -- no React Compiler here, and rows are memoised by hand
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: model.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 12,
    // The head covers as much as it moves the rows down, so only the lower edge needs room.
    scrollPaddingEnd: HEAD_PX,
  })
  const pageSize = () => Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - HEAD_PX) / rowPx) - 1)
  return { model, active, actions, virtualizer, pageSize }
}

/** Rows of 28 or 32 px, a head that stays, figures at the end. Holds 100,000 rows: only those in sight exist. */
export const DenseTable = <Row extends object>(props: DenseTableProps<Row>) => {
  const scroller = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLTableElement>(null)
  const { pageSize, ...parts } = useRows(props, scroller)
  const { columns, density = 'normal', fileName, problem } = props
  const count = parts.model.rows.length
  const isSelectable = props.selectedIds !== undefined
  const press = useRowKeys({ ...parts, grid, count, pageSize, isSelectable, hasPageKeys: props.hasPageKeys === true })
  return (
    <div className={s['frame']} style={{ '--row-height': `${ROW_PX[density]}px` } as CSSProperties}>
      {fileName !== undefined && (
        <TableTools
          model={parts.model}
          columns={columns}
          fileName={fileName}
          start={props.toolsStart}
          end={props.toolsEnd}
          onPrint={() => window.print()}
          onTake={props.onTake}
        />
      )}
      {problem !== undefined && <div className={s['state']}>{problem}</div>}
      <div
        ref={scroller}
        className={s['scroller']}
        data-empty={count === 0 || undefined}
        hidden={count === 0 && problem !== undefined}
      >
        <TableGrid {...parts} table={props} grid={grid} onKeyDown={press} />
      </div>
      {count === 0 && (
        <TableState isLoading={props.isLoading === true} hasProblem={problem !== undefined} empty={props.empty} />
      )}
    </div>
  )
}
