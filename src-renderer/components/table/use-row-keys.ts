import type { Virtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent, RefObject } from 'react'
import { messages } from '../../messages/index.ts'
import { useShortcuts } from '../use-shortcuts.ts'
import { rowStep } from './row-step.ts'
import type { ActiveRow } from './use-active-row.ts'
import type { RowActions } from './use-row-actions.ts'

export interface RowKeyOptions {
  readonly grid: RefObject<HTMLTableElement | null>
  readonly active: ActiveRow
  readonly count: number
  readonly pageSize: () => number
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>
  readonly actions: RowActions
  readonly isSelectable: boolean
  /** j and k work from anywhere on the page. */
  readonly hasPageKeys: boolean
}

const LETTERS: Record<string, string> = { j: 'ArrowDown', k: 'ArrowUp' }

const hasModifier = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey || event.altKey

/** Moves, opens and selects with the keyboard; the focus stays on the table, the row is told to screen readers. */
export const useRowKeys = (options: RowKeyOptions): ((event: KeyboardEvent) => void) => {
  const { grid, active, count, pageSize, virtualizer, actions, isSelectable, hasPageKeys } = options
  const move = (key: string): boolean => {
    const next = rowStep(key, { index: active.index, count, pageSize: pageSize() })
    if (next === undefined) return false
    active.setIndex(next)
    virtualizer.scrollToIndex(next)
    return true
  }
  const jump = (key: string) => {
    move(key)
    grid.current?.focus({ preventScroll: true })
  }
  const { list: group, nextRow, previousRow } = messages.shortcuts
  useShortcuts(
    [
      { keys: 'j', label: nextRow, group, canRepeat: true, run: () => jump('ArrowDown') },
      { keys: 'k', label: previousRow, group, canRepeat: true, run: () => jump('ArrowUp') },
    ],
    hasPageKeys,
  )
  const act = (key: string): boolean => {
    if (active.id === undefined) return false
    if (key === 'Enter') actions.onOpen(active.id)
    else if (key === ' ' && isSelectable) actions.onToggle(active.id)
    else return false
    return true
  }
  return (event) => {
    if (event.target !== grid.current || hasModifier(event)) return
    if (act(event.key) || move(LETTERS[event.key] ?? event.key)) event.preventDefault()
  }
}
