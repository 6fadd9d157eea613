import type { RefObject } from 'react'
import { useShortcuts } from './use-shortcuts.ts'

export interface KeyClick {
  readonly keys: string | undefined
  readonly label: string
  readonly group?: string | undefined
  readonly reason?: string | undefined
}

/** A key that does what a click on the element does, so that there is one path for both. */
export const useKeyClick = (target: RefObject<HTMLElement | null>, { keys, label, group, reason }: KeyClick): void => {
  const shortcut = {
    keys: keys ?? '',
    label,
    ...(group === undefined ? {} : { group }),
    ...(reason === undefined ? {} : { reason }),
    isInDialog: false,
    run: () => target.current?.click(),
  }
  useShortcuts(keys === undefined ? [] : [shortcut])
}
