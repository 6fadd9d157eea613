import type { ReactNode } from 'react'
import { Icon, type IconShape } from './Icon.tsx'
import { classNames } from './class-names.ts'
import type { Tone } from './tone.ts'
import s from './StateTag.module.css'

export interface StateTagProps {
  readonly children: ReactNode
  readonly tone?: Tone
  readonly icon?: IconShape
  /** Why it has this state, for the pointer; screens that need it say it in the open. */
  readonly title?: string | undefined
}

export const StateTag = ({ children, tone = 'neutral', icon, title }: StateTagProps) => (
  <span className={classNames(s['tag'], s[tone])} title={title}>
    {icon && <Icon of={icon} size={12} />}
    {children}
  </span>
)
