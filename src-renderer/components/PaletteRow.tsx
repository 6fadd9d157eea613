import { memo } from 'react'
import { Highlight } from './Highlight.tsx'
import { Icon, type IconShape } from './Icon.tsx'
import { Kbd } from './Kbd.tsx'
import { classNames } from './class-names.ts'
import s from './Palette.module.css'

export interface PaletteItem {
  readonly id: string
  readonly icon: IconShape
  readonly label: string
  /** Ids, codes, invoice numbers. */
  readonly isCode?: boolean
  /** "1 approver", "¥1,280,000, 67 days late" */
  readonly detail?: string
  readonly isDetailCode?: boolean
  /** "team", "invoice": what was found, in the last column. */
  readonly kind?: string
  readonly keys?: string
  /** Why it can't be chosen; shown in place of the detail. */
  readonly reason?: string
}

export interface PaletteRowProps {
  readonly item: PaletteItem
  readonly elementId: string
  readonly query: string
  readonly isActive: boolean
  readonly onPoint: (id: string) => void
  readonly onRun: (item: PaletteItem, isNewWindow: boolean) => void
}

const Row = ({ item, elementId, query, isActive, onPoint, onRun }: PaletteRowProps) => {
  const { id, icon, label, isCode = false, detail, isDetailCode = false, kind, keys, reason } = item
  return (
    <div
      id={elementId}
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an <option> can't hold icons, marks and keys
      role="option"
      aria-selected={isActive}
      aria-disabled={reason === undefined ? undefined : true}
      tabIndex={-1}
      className={classNames(s['row'], isActive && s['active'], reason !== undefined && s['off'])}
      onPointerMove={() => onPoint(id)}
      onPointerDown={(event) => event.preventDefault()}
      onClick={(event) => onRun(item, event.ctrlKey || event.metaKey)}
      onKeyDown={(event) => event.key === 'Enter' && onRun(item, event.ctrlKey || event.metaKey)}
    >
      <Icon of={icon} className={s['icon']} />
      <span className={classNames(s['label'], isCode && 'cs-mono')} title={label}>
        <Highlight text={label} query={query} />
      </span>
      <span className={classNames(s['detail'], isDetailCode && 'cs-mono')}>
        <bdi>{reason ?? detail}</bdi>
      </span>
      <span className={s['end']}>{keys === undefined ? kind : <Kbd keys={keys} />}</span>
    </div>
  )
}

export const PaletteRow = memo(Row)
