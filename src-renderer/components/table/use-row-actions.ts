import { useEffect, useMemo, useRef } from 'react'

export interface RowActionOptions<Row> {
  readonly rows: readonly Row[]
  readonly rowId: (row: Row) => string
  readonly setActive: (id: string) => void
  readonly onOpen?: ((row: Row) => void) | undefined
  readonly selectedIds?: ReadonlySet<string> | undefined
  readonly onSelect?: ((ids: ReadonlySet<string>) => void) | undefined
}

export interface RowActions {
  readonly onActive: (id: string) => void
  readonly onOpen: (id: string) => void
  readonly onToggle: (id: string) => void
  readonly toggleAll: () => void
}

const toggled = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> => {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}

/** Functions that never change, so that a row is drawn again only when it changes itself. */
export const useRowActions = <Row>(options: RowActionOptions<Row>): RowActions => {
  const latest = useRef(options)
  useEffect(() => {
    latest.current = options
  })
  return useMemo(
    () => ({
      onActive: (id) => latest.current.setActive(id),
      onOpen: (id) => {
        const { rows, rowId, onOpen } = latest.current
        const row = rows.find((candidate) => rowId(candidate) === id)
        if (row !== undefined) onOpen?.(row)
      },
      onToggle: (id) => latest.current.onSelect?.(toggled(latest.current.selectedIds ?? new Set(), id)),
      toggleAll: () => {
        const { rows, rowId, selectedIds, onSelect } = latest.current
        onSelect?.(selectedIds?.size === rows.length ? new Set() : new Set(rows.map((row) => rowId(row))))
      },
    }),
    [],
  )
}
