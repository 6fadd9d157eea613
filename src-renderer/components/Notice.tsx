import { CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon, type IconShape } from './Icon.tsx'
import { classNames } from './class-names.ts'
import type { Tone } from './tone.ts'
import s from './Notice.module.css'

export interface NoticeProps {
  readonly tone?: Tone
  readonly icon?: IconShape
  /** The half of the sentence that matters. */
  readonly title?: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** Appeared by itself while somebody was at work: read it out. */
  readonly isLive?: boolean
}

const icons: Record<Tone, IconShape> = {
  neutral: Info,
  proof: CircleCheck,
  money: TriangleAlert,
  danger: TriangleAlert,
}

/** A sentence that changes what you do next. */
export const Notice = ({ tone = 'neutral', icon, title, children, actions, isLive = false }: NoticeProps) => (
  <div className={classNames(s['notice'], s[tone])} role={isLive ? 'status' : undefined}>
    <Icon of={icon ?? icons[tone]} className={s['icon']} />
    <div className={s['text']}>
      {title !== undefined && <b>{title} </b>}
      {children}
    </div>
    {actions}
  </div>
)
