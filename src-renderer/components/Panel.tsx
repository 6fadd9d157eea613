import { useId, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import s from './Panel.module.css'

export interface PanelProps {
  readonly title: string
  readonly aside?: ReactNode
  /** Tables reach the edge; everything else stands 12 px in. */
  readonly isFlush?: boolean
  readonly foot?: ReactNode
  readonly children: ReactNode
}

/** A box for what stands alone. Never a box in a box. */
export const Panel = ({ title, aside, isFlush = false, foot, children }: PanelProps) => {
  const titleId = useId()
  return (
    <section className={s['panel']} aria-labelledby={titleId}>
      <div className={s['head']}>
        <h2 id={titleId} className={s['title']}>
          {title}
        </h2>
        {aside !== undefined && <span className={s['aside']}>{aside}</span>}
      </div>
      <div className={classNames(!isFlush && s['body'])}>{children}</div>
      {foot !== undefined && <div className={s['foot']}>{foot}</div>}
    </section>
  )
}
