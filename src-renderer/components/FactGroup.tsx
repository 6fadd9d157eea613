import { useId, type ReactNode } from 'react'
import s from './FactList.module.css'

export interface FactGroupProps {
  readonly title: string
  readonly tag?: ReactNode
  readonly aside?: ReactNode
  readonly children: ReactNode
}

/** Facts of one kind under a title, divided by a line from the next. */
export const FactGroup = ({ title, tag, aside, children }: FactGroupProps) => {
  const titleId = useId()
  return (
    <section className={s['group']} aria-labelledby={titleId}>
      <div className={s['title']}>
        <h2 id={titleId}>{title}</h2>
        {tag}
        {aside !== undefined && <span className={s['aside']}>{aside}</span>}
      </div>
      {children}
    </section>
  )
}
