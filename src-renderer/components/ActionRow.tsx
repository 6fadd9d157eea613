import { useId, useRef } from 'react'
import { ariaKeys } from '../lib/shortcut-keys.ts'
import { messages } from '../messages/index.ts'
import { Icon, type IconShape } from './Icon.tsx'
import { Kbd } from './Kbd.tsx'
import { useAnnounce } from './LiveRegion.tsx'
import { classNames } from './class-names.ts'
import { useKeyClick } from './use-key-click.ts'
import s from './ActionRow.module.css'

export interface ActionRowProps {
  readonly icon: IconShape
  readonly label: string
  readonly keys?: string
  /** What it takes: "1 approver", "can be undone". */
  readonly need?: string
  /** Why it can't be done now, short: "finance only". The row stays, dimmed. */
  readonly reason?: string | undefined
  readonly onRun: () => void
}

export const ActionRow = ({ icon, label, keys, need, reason, onRun }: ActionRowProps) => {
  const ref = useRef<HTMLButtonElement>(null)
  const needId = useId()
  const announce = useAnnounce()
  useKeyClick(ref, { keys, label, reason })
  const beside = reason ?? need
  return (
    <button
      ref={ref}
      type="button"
      className={classNames(s['row'], reason !== undefined && s['off'])}
      aria-disabled={reason === undefined ? undefined : true}
      aria-describedby={beside === undefined ? undefined : needId}
      aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
      onClick={() => (reason === undefined ? onRun() : announce(messages.common.notYet(reason)))}
    >
      <Icon of={icon} className={s['icon']} />
      <span className={s['label']} title={label}>
        {label}
      </span>
      <span id={needId} className={s['need']} title={reason}>
        {beside}
      </span>
      {keys === undefined ? <span /> : <Kbd keys={keys} />}
    </button>
  )
}
