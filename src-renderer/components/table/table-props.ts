import type { ReactNode } from 'react'
import type { Tone } from '../tone.ts'
import type { TableColumn, TableSort } from './table-column.ts'

export interface DenseTableProps<Row extends object> {
  readonly label: string
  /** Stable between renders, as columns are: a new array means new rows. */
  readonly rows: readonly Row[]
  readonly columns: readonly TableColumn<Row>[]
  /** Stable too: a function of the module. */
  readonly rowId: (row: Row) => string
  /** The row in a word or two, for its checkbox; its id if left out. */
  readonly rowLabel?: (row: Row) => string
  readonly rowTone?: (row: Row) => Tone | undefined
  readonly density?: 'dense' | 'normal'
  /** Both or neither: kept in the address by the page, or by the table itself. */
  readonly activeId?: string | undefined
  readonly onActive?: (id: string) => void
  readonly onOpen?: (row: Row) => void
  readonly selectedIds?: ReadonlySet<string>
  readonly onSelect?: (ids: ReadonlySet<string>) => void
  /** Both when the server sorts. */
  readonly sort?: TableSort | undefined
  readonly onSort?: (sort: TableSort | undefined) => void
  readonly isLoading?: boolean
  /** A Problem: stands above rows that are still known, or in their place. */
  readonly problem?: ReactNode
  readonly empty?: ReactNode
  /** Gives the tools for columns, CSV and print. */
  readonly fileName?: string
  /** What leaves the desk has to be told: with how many rows, before it is written or printed. */
  readonly onTake?: (as: 'csv' | 'print', rows: number) => void
  readonly toolsStart?: ReactNode
  readonly toolsEnd?: ReactNode
  /** j and k work from anywhere on the page. One table per page may have it. */
  readonly hasPageKeys?: boolean
}
