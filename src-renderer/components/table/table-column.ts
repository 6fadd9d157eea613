import type { ReactNode } from 'react'

export interface TableColumn<Row> {
  readonly id: string
  readonly head: string
  readonly cell: (row: Row) => ReactNode
  /** The same as plain text, for CSV and the title of a cut cell. Money as `-1200.00`, times as ISO. */
  readonly text: (row: Row) => string
  /** Without it the column can't be sorted. */
  readonly sortValue?: (row: Row) => string | number | undefined
  /** `end` for figures, `money` for MoneyCells: the head then stands over the figures, not over the code. */
  readonly align?: 'start' | 'end' | 'money'
  /** Times and numbers at the start: digits of even width. */
  readonly hasFigures?: boolean
  /** In pixels; columns without it share what is left. */
  readonly width?: number
  /** Can't be taken away by the reader. */
  readonly isFixed?: boolean
  readonly isHiddenAtFirst?: boolean
}

export interface TableSort {
  readonly id: string
  readonly isDescending: boolean
}

const SHARED_MIN_PX = 160

/** What the table needs before it scrolls sideways: no column is squeezed to nothing. */
export const leastWidth = <Row>(columns: readonly TableColumn<Row>[]): number =>
  columns.reduce((sum, { width = SHARED_MIN_PX }) => sum + width, 0)
