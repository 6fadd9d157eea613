import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { Shortcut } from './shortcut-registry.ts'
import { useShortcutRegistry } from './ShortcutsProvider.tsx'

/** Binds keys while the part is on the screen. `run` may change at every render; a change of the rest binds anew. */
export const useShortcuts = (shortcuts: readonly Shortcut[], isEnabled = true): void => {
  const registry = useShortcutRegistry()
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  const shape = JSON.stringify(shortcuts)
  useEffect(() => {
    if (!isEnabled) return undefined
    const written = JSON.parse(shape) as Omit<Shortcut, 'run'>[]
    const removals = written.map((shortcut, at) => registry.add({ ...shortcut, run: () => latest.current[at]?.run() }))
    return () => {
      for (const remove of removals) remove()
    }
  }, [registry, shape, isEnabled])
}

/** Every key that can be pressed now, the newest last. */
export const useActiveShortcuts = (): readonly Shortcut[] => {
  const registry = useShortcutRegistry()
  return useSyncExternalStore(registry.subscribe, registry.all)
}
