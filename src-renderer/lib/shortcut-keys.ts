/** The part of a keyboard event that a shortcut looks at. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const NAMED: Record<string, string> = {
  escape: 'esc',
  arrowdown: 'down',
  arrowup: 'up',
  arrowleft: 'left',
  arrowright: 'right',
  ' ': 'space',
}

const baseKey = ({ key, code }: KeyPress): string => {
  const lower = key.toLowerCase()
  // On a layout without Latin letters the place of the key decides.
  if (lower.length === 1 && lower > '~' && code.startsWith('Key')) return code.slice(3).toLowerCase()
  return NAMED[lower] ?? lower
}

/** `mod+enter`, `g`, `?`, `shift+down`: the same words that bindings are written in. `mod` is Ctrl, or Cmd on a Mac. */
export const pressText = (press: KeyPress): string => {
  const key = baseKey(press)
  const isPrintable = key.length === 1
  const names = [
    press.ctrlKey || press.metaKey ? 'mod' : '',
    press.altKey ? 'alt' : '',
    press.shiftKey && !isPrintable ? 'shift' : '',
  ]
  return [...names.filter(Boolean), key].join('+')
}

/** Bindings are sequences of at most a few presses: `g v`, `mod+k`. */
export const keySteps = (keys: string): readonly string[] => keys.trim().toLowerCase().split(/\s+/)

export type KeyMatch = 'none' | 'begun' | 'done'

export const matchKeys = (keys: string, pressed: readonly string[]): KeyMatch => {
  const steps = keySteps(keys)
  if (pressed.length > steps.length) return 'none'
  if (!pressed.every((press, at) => press === steps[at])) return 'none'
  return pressed.length === steps.length ? 'done' : 'begun'
}

/** Letters typed into a field are text. Presses with a modifier and Escape are commands everywhere. */
export const isCommandInFields = (press: string): boolean => /^(mod|alt)\+/.test(press) || press === 'esc'

const LABELS: Record<string, string> = {
  mod: 'Ctrl',
  alt: 'Alt',
  shift: 'Shift',
  enter: '↵',
  esc: 'Esc',
  down: '↓',
  up: '↑',
  left: '←',
  right: '→',
  space: 'Space',
  tab: 'Tab',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
}

/** One label per press: `mod+k` is `Ctrl K`, on a Mac `⌘ K`. */
export const keyLabels = (keys: string, isMac: boolean): readonly string[] =>
  keySteps(keys).map((step) =>
    step
      .split('+')
      .map((part) => (part === 'mod' && isMac ? '⌘' : (LABELS[part] ?? part.toUpperCase())))
      .join(' '),
  )

/** For `aria-keyshortcuts`; sequences have no notation there, so they stay unsaid. */
export const ariaKeys = (keys: string): string | undefined => {
  const steps = keySteps(keys)
  const [only] = steps
  if (steps.length !== 1 || only === undefined) return undefined
  return only.replace('mod', 'Control').replace('enter', 'Enter').replace('esc', 'Escape')
}
