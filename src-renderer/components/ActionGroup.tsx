import { useId, type ReactNode } from 'react'
import s from './ActionRow.module.css'

export interface ActionGroupProps {
  readonly title: string
  /** "approval needed" */
  readonly aside?: string
  readonly children: ReactNode
}

export const ActionGroup = ({ title, aside, children }: ActionGroupProps) => {
  const titleId = useId()
  return (
    <section className={s['group']} aria-labelledby={titleId}>
      <div className={s['title']}>
        <h2 id={titleId}>{title}</h2>
        {aside !== undefined && <span className={s['aside']}>{aside}</span>}
      </div>
      {children}
    </section>
  )
}
