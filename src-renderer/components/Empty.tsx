import type { ReactNode } from 'react'
import s from './Empty.module.css'

export interface EmptyProps {
  readonly title: string
  readonly children?: ReactNode
  /** The next action: an empty page always has one. */
  readonly actions?: ReactNode
}

export const Empty = ({ title, children, actions }: EmptyProps) => (
  <div className={s['empty']}>
    <p>
      <b>{title}</b> <span className="cs-dim">{children}</span>
    </p>
    {actions !== undefined && <div className={s['actions']}>{actions}</div>}
  </div>
)
