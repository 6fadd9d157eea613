import { useState } from 'react'
import { X } from 'lucide-react'
import { messages } from '../messages/index.ts'
import { Dialog } from './Dialog.tsx'
import { IconButton } from './IconButton.tsx'
import { Kbd } from './Kbd.tsx'
import type { Shortcut } from './shortcut-registry.ts'
import { useActiveShortcuts, useShortcuts } from './use-shortcuts.ts'
import s from './ShortcutsHelp.module.css'

interface KeyLine {
  readonly label: string
  readonly keys: readonly string[]
  readonly reason: string | undefined
}

/** Two keys for one thing are one line; of two things on one key the upper one counts, as when it is pressed. */
const keyGroups = (shortcuts: readonly Shortcut[]): readonly (readonly [string, readonly KeyLine[]])[] => {
  const groups = new Map<string, Map<string, KeyLine>>()
  const taken = new Set<string>()
  for (const { keys, label, group = messages.shortcuts.here, reason } of shortcuts.toReversed()) {
    if (taken.has(keys)) continue
    taken.add(keys)
    const lines = groups.get(group) ?? new Map<string, KeyLine>()
    const line = lines.get(label)
    lines.set(label, { label, keys: [keys, ...(line?.keys ?? [])], reason })
    groups.set(group, lines)
  }
  return [...groups].map(([group, lines]) => [group, [...lines.values()].toReversed()] as const)
}

const KeyList = ({ lines }: { readonly lines: readonly KeyLine[] }) => (
  <dl className={s['list']}>
    {lines.map(({ label, keys, reason }) => (
      <div key={label} className={s['line']}>
        <dt>
          {label}
          {reason !== undefined && <span className="cs-faint">, {reason}</span>}
        </dt>
        <dd className={s['keys']}>
          {keys.map((key) => (
            <span key={key}>
              <span className="cs-sr">{key}</span>
              <Kbd keys={key} />
            </span>
          ))}
        </dd>
      </div>
    ))}
  </dl>
)

/** `?` shows every key that works now. Placed once, in the shell. */
export const ShortcutsHelp = () => {
  const [shown, setShown] = useState<readonly Shortcut[]>()
  const active = useActiveShortcuts()
  const { help, everywhere, title, nothing } = messages.shortcuts
  useShortcuts([{ keys: '?', label: help, group: everywhere, run: () => setShown(active) }])
  if (!shown) return null
  const groups = keyGroups(shown)
  const close = () => setShown(undefined)
  return (
    <Dialog label={title} onClose={close}>
      <div className={s['head']}>
        <h2>{title}</h2>
        <IconButton icon={X} label={messages.common.close} onPress={close} />
      </div>
      <div className={s['body']}>
        {groups.length === 0 && <p>{nothing}</p>}
        {groups.map(([group, lines]) => (
          <section key={group}>
            <h3 className={s['group']}>{group}</h3>
            <KeyList lines={lines} />
          </section>
        ))}
      </div>
    </Dialog>
  )
}
