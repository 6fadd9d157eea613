import { MAX_TICKET_TEXT } from '@countersign/shared/features/teams'
import { useId, useRef, type ReactNode } from 'react'
import { classNames } from '../../components/class-names.ts'
import s from './MarkedText.module.css'

export interface MarkedTextProps {
  readonly label: string
  readonly value: string
  readonly onChange: (text: string) => void
  /** Offsets of the part to mark. */
  readonly mark: { readonly start: number; readonly end: number } | undefined
  readonly hint?: string
  readonly isWrong?: boolean
  readonly aside?: ReactNode
  readonly isFirst?: boolean
}

/** A field can't hold marks: a copy of the text lies under it, unseen but for the mark, and scrolls with it. */
export const MarkedText = ({
  label,
  value,
  onChange,
  mark,
  hint,
  isWrong = false,
  aside,
  isFirst,
}: MarkedTextProps) => {
  const id = useId()
  const under = useRef<HTMLDivElement>(null)
  return (
    <div className={s['field']}>
      <div className={s['head']}>
        <label htmlFor={id} className={s['label']}>
          {label}
        </label>
        {aside}
      </div>
      <div className={classNames(s['box'], isWrong && s['wrong'])}>
        <div ref={under} className={classNames(s['under'], s['text'])} aria-hidden>
          {mark && (
            <>
              {value.slice(0, mark.start)}
              <mark>{value.slice(mark.start, mark.end)}</mark>
              {value.slice(mark.end)}
            </>
          )}
        </div>
        <textarea
          id={id}
          className={classNames(s['input'], s['text'])}
          value={value}
          spellCheck={false}
          maxLength={MAX_TICKET_TEXT + 1}
          aria-invalid={isWrong || undefined}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          data-autofocus={isFirst === true || undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
          onScroll={(event) => {
            if (under.current) under.current.scrollTop = event.currentTarget.scrollTop
          }}
        />
      </div>
      {hint !== undefined && (
        <div id={`${id}-hint`} className={classNames(s['hint'], isWrong && 'cs-danger')}>
          {hint}
        </div>
      )}
    </div>
  )
}
