import { useId } from 'react'
import { messages } from '../messages/index.ts'
import { Button } from './Button.tsx'
import s from './Meter.module.css'

export interface ProgressProps {
  readonly title: string
  /** "112,400 of 184,203 entries" */
  readonly detail: string
  /** 0 to 1; left out while nobody knows how much there is. */
  readonly share?: number | undefined
  readonly onCancel?: () => void
  /** "Goes on if you close the window." */
  readonly note?: string
}

/** Long work: how far, how to stop it, what closing the window does. */
export const Progress = ({ title, detail, share, onCancel, note }: ProgressProps) => {
  const titleId = useId()
  const percent = share === undefined ? undefined : Math.round(Math.min(Math.max(share, 0), 1) * 100)
  return (
    <div>
      <div className={s['line']}>
        <b id={titleId}>{title}</b>
        <span className="cs-dim">{detail}</span>
        <span className="cs-push" />
        {onCancel && (
          <Button kind="quiet" size="sm" onPress={onCancel}>
            {messages.common.cancel}
          </Button>
        )}
      </div>
      <progress className="cs-sr" aria-labelledby={titleId} aria-valuetext={detail} max={100} value={percent} />
      <div className={s['meter']} data-open={percent === undefined || undefined} aria-hidden>
        <i className={s['now']} style={{ width: `${percent ?? 30}%` }} />
      </div>
      {note !== undefined && <div className={s['note']}>{note}</div>}
    </div>
  )
}
