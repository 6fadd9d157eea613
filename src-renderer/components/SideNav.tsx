import type { ReactNode } from 'react'
import { countText } from '../lib/numbers.ts'
import { messages } from '../messages/index.ts'
import { Icon, type IconShape } from './Icon.tsx'
import { useAnnounce } from './LiveRegion.tsx'
import s from './SideNav.module.css'

export interface NavItem {
  readonly id: string
  readonly label: string
  readonly icon: IconShape
  readonly href: string
  readonly count?: number | undefined
  /** Why it can't be opened: the row stays, dimmed. */
  readonly reason?: string | undefined
}

export interface NavSection {
  readonly id: string
  readonly title?: string
  readonly items: readonly NavItem[]
}

export interface SideNavProps {
  readonly sections: readonly NavSection[]
  readonly currentId?: string | undefined
  /** CaseItems; hidden on the rail. */
  readonly cases?: ReactNode
}

const Row = ({ item, isCurrent }: { readonly item: NavItem; readonly isCurrent: boolean }) => {
  const { label, icon, href, count = 0, reason } = item
  const announce = useAnnounce()
  const inside = (
    <>
      <Icon of={icon} />
      <span className={s['label']}>{label}</span>
      {count > 0 && <span className={s['count']}>{countText(count)}</span>}
    </>
  )
  if (reason !== undefined) {
    return (
      <button
        type="button"
        className={s['item']}
        data-off
        aria-disabled
        title={`${label}: ${reason}`}
        onClick={() => announce(messages.common.notYet(reason))}
      >
        {inside}
        <span className="cs-sr">, {reason}</span>
      </button>
    )
  }
  return (
    <a className={s['item']} href={href} aria-current={isCurrent ? 'page' : undefined} title={label}>
      {inside}
    </a>
  )
}

export const SideNav = ({ sections, currentId, cases }: SideNavProps) => (
  <nav className={s['side']} aria-label={messages.shell.desk}>
    {sections.map(({ id, title, items }) => (
      <div key={id}>
        {title !== undefined && (
          <div className={s['title']} aria-hidden>
            {title}
          </div>
        )}
        <ul aria-label={title}>
          {items.map((item) => (
            <li key={item.id}>
              <Row item={item} isCurrent={item.id === currentId} />
            </li>
          ))}
        </ul>
      </div>
    ))}
    {cases !== undefined && (
      <div className={s['cases']}>
        <div className={s['title']} aria-hidden>
          {messages.shell.openCases}
        </div>
        <ul aria-label={messages.shell.openCases}>{cases}</ul>
      </div>
    )}
  </nav>
)
