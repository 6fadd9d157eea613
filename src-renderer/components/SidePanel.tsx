import type { ReactNode } from 'react'
import { X } from 'lucide-react'
import { messages } from '../messages/index.ts'
import { IconButton } from './IconButton.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import s from './SidePanel.module.css'

export interface SidePanelProps {
  /** The list, usually a DenseTable. */
  readonly children: ReactNode
  readonly label: string
  /** Nothing chosen, no panel. */
  readonly panel: ReactNode | undefined
  readonly onClose: () => void
}

/** A list and what is chosen in it. The panel follows the list, Esc closes it; in a narrow window it lies over the list. */
export const SidePanel = ({ children, label, panel, onClose }: SidePanelProps) => {
  const isOpen = panel !== undefined && panel !== null
  useShortcuts(
    [{ keys: 'esc', label: messages.shortcuts.closePanel, group: messages.shortcuts.list, run: onClose }],
    isOpen,
  )
  return (
    <div className={s['split']} data-open={isOpen || undefined}>
      <div className={s['list']}>{children}</div>
      {isOpen && (
        <aside className={s['panel']} aria-label={label}>
          <div className={s['close']}>
            <IconButton icon={X} size="sm" label={messages.shortcuts.closePanel} onPress={onClose} />
          </div>
          {panel}
        </aside>
      )}
    </div>
  )
}
