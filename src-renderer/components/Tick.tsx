import { useEffect, useRef } from 'react'
import s from './Tick.module.css'

export interface TickProps {
  readonly label: string
  readonly isOn: boolean
  readonly isMixed?: boolean
  /** In lists the row has the keyboard, and Space ticks it. */
  readonly isOutOfTabOrder?: boolean
  readonly onToggle: () => void
}

/** A bare checkbox, light enough for every row of a long table. */
export const Tick = ({ label, isOn, isMixed = false, isOutOfTabOrder = false, onToggle }: TickProps) => {
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (ref.current) ref.current.indeterminate = isMixed
  }, [isMixed])
  return (
    <input
      ref={ref}
      type="checkbox"
      className={s['tick']}
      aria-label={label}
      checked={isOn}
      tabIndex={isOutOfTabOrder ? -1 : 0}
      onChange={onToggle}
      onClick={(event) => event.stopPropagation()}
    />
  )
}
