import type { ReactNode } from 'react'
import { Icon, type IconShape } from './Icon.tsx'
import { classNames } from './class-names.ts'
import s from './Timeline.module.css'

export interface TimelineEntryProps {
  readonly id: string
  /** "12:40"; UTC is said in the head of the timeline, not here. */
  readonly clock: string
  readonly atIso: string
  readonly icon: IconShape
  readonly children: ReactNode
  /** A MoneyCell */
  readonly amount?: ReactNode
  /** A MoneyState, or the id of what was made. */
  readonly state?: ReactNode
  /** Second line: who asked, who signed, what comes next. */
  readonly more?: ReactNode
  /** Did not happen in the end: rejected, reversed. */
  readonly isDim?: boolean
  readonly isCurrent?: boolean
}

const Side = ({ amount, state, isDim }: Pick<TimelineEntryProps, 'amount' | 'state' | 'isDim'>) => (
  <>
    {amount !== undefined && <div className={classNames(s['amount'], isDim === true && 'cs-faint')}>{amount}</div>}
    {state !== undefined && <div className={s['state']}>{state}</div>}
  </>
)

export const TimelineEntry = (props: TimelineEntryProps) => {
  const { clock, atIso, icon, children, more, isDim, isCurrent } = props
  const isWide = props.amount === undefined && props.state === undefined
  return (
    <li className={classNames(s['entry'], isCurrent === true && s['current'])} aria-current={isCurrent}>
      <time className={s['clock']} dateTime={atIso}>
        {clock}
      </time>
      <Icon of={icon} className={s['icon']} />
      <div className={classNames(s['what'], isWide && s['wide'], isDim === true && 'cs-dim')}>{children}</div>
      <Side {...props} />
      {more !== undefined && <div className={s['more']}>{more}</div>}
    </li>
  )
}
