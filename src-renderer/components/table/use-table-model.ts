import {
  columnVisibilityFeature,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type ColumnVisibilityState,
  type SortingState,
} from '@tanstack/react-table'
import { useMemo, useState } from 'react'
import type { TableColumn, TableSort } from './table-column.ts'

const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: {},
})

const collator = new Intl.Collator('en', { numeric: true })

const compare = (first: unknown, second: unknown): number =>
  typeof first === 'number' && typeof second === 'number'
    ? first - second
    : collator.compare(String(first), String(second))

const definition = <Row extends object>(column: TableColumn<Row>): ColumnDef<typeof features, Row> => ({
  id: column.id,
  accessorFn: (row: Row) => (column.sortValue ? column.sortValue(row) : column.text(row)),
  enableSorting: column.sortValue !== undefined,
  enableHiding: column.isFixed !== true,
  sortUndefined: 'last',
  sortFn: (first, second, id) => compare(first.getValue(id), second.getValue(id)),
})

export interface TableModelOptions<Row> {
  readonly rows: readonly Row[]
  readonly columns: readonly TableColumn<Row>[]
  /** Given together when the server sorts; the rows then come in order. */
  readonly sort?: TableSort | undefined
  readonly onSort?: ((sort: TableSort | undefined) => void) | undefined
}

export interface TableModel<Row> {
  readonly rows: readonly Row[]
  readonly visible: readonly TableColumn<Row>[]
  readonly sort: TableSort | undefined
  readonly toggleSort: (id: string) => void
  readonly isShown: (id: string) => boolean
  readonly toggleColumn: (id: string) => void
}

const nextSort = (now: TableSort | undefined, id: string): TableSort | undefined => {
  if (now?.id !== id) return { id, isDescending: false }
  return now.isDescending ? undefined : { id, isDescending: true }
}

const hiddenAtFirst = <Row>(columns: readonly TableColumn<Row>[]): ColumnVisibilityState =>
  Object.fromEntries(columns.filter((column) => column.isHiddenAtFirst === true).map(({ id }) => [id, false]))

/** Order and visible columns; selection and the active row belong to the screen and stay outside. */
export const useTableModel = <Row extends object>(options: TableModelOptions<Row>): TableModel<Row> => {
  const { rows, columns, onSort } = options
  const [ownSort, setOwnSort] = useState<TableSort>()
  const [columnVisibility, setColumnVisibility] = useState<ColumnVisibilityState>(() => hiddenAtFirst(columns))
  const sort = onSort ? options.sort : ownSort
  const definitions = useMemo(() => columns.map((column) => definition(column)), [columns])
  const sorting = useMemo<SortingState>(() => (sort ? [{ id: sort.id, desc: sort.isDescending }] : []), [sort])
  const table = useTable<typeof features, Row>({
    features,
    columns: definitions,
    data: rows,
    state: { sorting, columnVisibility },
    onColumnVisibilityChange: setColumnVisibility,
    manualSorting: onSort !== undefined,
  })
  const model = table.getRowModel().rows
  const ordered = useMemo(() => model.map((row) => row.original), [model])
  const visible = useMemo(() => columns.filter(({ id }) => columnVisibility[id] !== false), [columns, columnVisibility])
  return {
    rows: ordered,
    visible,
    sort,
    toggleSort: (id) => (onSort ?? setOwnSort)(nextSort(sort, id)),
    isShown: (id) => columnVisibility[id] !== false,
    toggleColumn: (id) => table.getColumn(id)?.toggleVisibility(),
  }
}
