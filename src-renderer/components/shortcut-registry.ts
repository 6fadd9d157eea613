import { isCommandInFields, matchKeys } from '../lib/shortcut-keys.ts'

export interface Shortcut {
  readonly keys: string
  readonly label: string
  readonly group?: string
  readonly run: () => void
  /** Why it can't be used now; the key is still listed, and the reason is read out. */
  readonly reason?: string | undefined
  /** Works while a dialog is open; others rest until it closes. */
  readonly isInDialog?: boolean
  /** Runs again while the key is held. */
  readonly canRepeat?: boolean
}

export interface Situation {
  readonly isTyping: boolean
  readonly isDialogOpen: boolean
  readonly hasSingleKeys: boolean
}

const isAllowed = (shortcut: Shortcut, pressed: readonly string[], at: Situation): boolean => {
  const last = pressed.at(-1) ?? ''
  if (at.isDialogOpen && shortcut.isInDialog !== true) return false
  if (at.isTyping && !isCommandInFields(last)) return false
  return at.hasSingleKeys || isCommandInFields(last)
}

export interface Found {
  readonly shortcut?: Shortcut
  readonly hasBegun: boolean
}

/** The last one registered wins: what lies on top answers first. */
export const findShortcut = (shortcuts: readonly Shortcut[], pressed: readonly string[], at: Situation): Found => {
  let hasBegun = false
  for (const shortcut of shortcuts.toReversed()) {
    if (!isAllowed(shortcut, pressed, at)) continue
    const match = matchKeys(shortcut.keys, pressed)
    if (match === 'done') return { shortcut, hasBegun: false }
    if (match === 'begun') hasBegun = true
  }
  return { hasBegun }
}

export interface ShortcutRegistry {
  readonly add: (shortcut: Shortcut) => () => void
  readonly all: () => readonly Shortcut[]
  readonly subscribe: (listener: () => void) => () => void
}

export const createShortcutRegistry = (): ShortcutRegistry => {
  let shortcuts: readonly Shortcut[] = []
  const listeners = new Set<() => void>()
  const change = (next: readonly Shortcut[]) => {
    shortcuts = next
    for (const listener of listeners) listener()
  }
  return {
    add: (shortcut) => {
      change([...shortcuts, shortcut])
      return () => change(shortcuts.filter((other) => other !== shortcut))
    },
    all: () => shortcuts,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
