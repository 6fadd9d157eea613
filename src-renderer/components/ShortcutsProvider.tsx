import { createContext, useContext, useEffect, useRef, useState, type ReactNode } from 'react'
import { pressText } from '../lib/shortcut-keys.ts'
import { messages } from '../messages/index.ts'
import { useAnnounce } from './LiveRegion.tsx'
import { createShortcutRegistry, findShortcut, type Shortcut, type ShortcutRegistry } from './shortcut-registry.ts'

const SEQUENCE_MS = 1200

const RegistryContext = createContext<ShortcutRegistry>(createShortcutRegistry())

export const useShortcutRegistry = (): ShortcutRegistry => useContext(RegistryContext)

const NOT_TEXT = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'file', 'range', 'color'])

const isTextField = (target: EventTarget | null): boolean => {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !NOT_TEXT.has(target.type)
  return target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

const isUntouchable = (event: KeyboardEvent): boolean => event.defaultPrevented || event.isComposing

export interface ShortcutsProviderProps {
  readonly children: ReactNode
  /** Off for people whose speech input types letters; keys with a modifier stay. */
  readonly hasSingleKeys?: boolean
}

/** One listener for the whole desk; parts add and take away their keys while they are on the screen. */
export const ShortcutsProvider = ({ children, hasSingleKeys = true }: ShortcutsProviderProps) => {
  const [registry] = useState(createShortcutRegistry)
  const pressed = useRef<{ steps: readonly string[]; at: number }>({ steps: [], at: 0 })
  const announce = useAnnounce()

  useEffect(() => {
    const run = (shortcut: Shortcut, isRepeated: boolean) => {
      // A held key moves on row by row; it must not run a command twice.
      if (isRepeated && shortcut.canRepeat !== true) return
      if (shortcut.reason === undefined) shortcut.run()
      else announce(messages.common.notYet(shortcut.reason))
    }
    const press = (event: KeyboardEvent) => {
      if (isUntouchable(event) || ['Control', 'Meta', 'Alt', 'Shift'].includes(event.key)) return
      const situation = {
        isTyping: isTextField(event.target),
        isDialogOpen: document.querySelector('dialog:modal') !== null,
        hasSingleKeys,
      }
      const last = event.timeStamp - pressed.current.at < SEQUENCE_MS ? pressed.current.steps : []
      const text = pressText(event)
      for (const steps of last.length > 0 ? [[...last, text], [text]] : [[text]]) {
        const { shortcut, hasBegun } = findShortcut(registry.all(), steps, situation)
        pressed.current = { steps: hasBegun ? steps : [], at: event.timeStamp }
        if (shortcut) {
          event.preventDefault()
          run(shortcut, event.repeat)
        }
        if (shortcut || hasBegun) return
      }
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [registry, announce, hasSingleKeys])

  return <RegistryContext value={registry}>{children}</RegistryContext>
}
