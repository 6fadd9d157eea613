import { useMemo, useState } from 'react'

export interface ActiveRowOptions<Row> {
  readonly rows: readonly Row[]
  readonly rowId: (row: Row) => string
  readonly activeId?: string | undefined
  readonly onActive?: ((id: string) => void) | undefined
}

export interface ActiveRow {
  readonly id: string | undefined
  /** -1 while no row is active, or the active one is not in this list. */
  readonly index: number
  readonly setIndex: (index: number) => void
  readonly setId: (id: string) => void
}

/** The row the keyboard is on, by id: it stays where it is when rows come, go or change places. */
export const useActiveRow = <Row>({ rows, rowId, activeId, onActive }: ActiveRowOptions<Row>): ActiveRow => {
  const [ownId, setOwnId] = useState<string>()
  const id = onActive ? activeId : ownId
  const indexById = useMemo(() => new Map(rows.map((row, index) => [rowId(row), index])), [rows, rowId])
  const setId = onActive ?? setOwnId
  return {
    id,
    index: id === undefined ? -1 : (indexById.get(id) ?? -1),
    setId,
    setIndex: (index) => {
      const row = rows[Math.min(Math.max(index, 0), rows.length - 1)]
      if (row !== undefined) setId(rowId(row))
    },
  }
}
