import { useRef } from 'react'
import { ariaKeys } from '../lib/shortcut-keys.ts'
import { countText } from '../lib/numbers.ts'
import { Icon, type IconShape } from './Icon.tsx'
import { classNames } from './class-names.ts'
import { useKeyClick } from './use-key-click.ts'
import s from './IconButton.module.css'

export interface IconButtonProps {
  readonly icon: IconShape
  readonly label: string
  readonly count?: number
  readonly keys?: string
  readonly size?: 'sm' | 'md'
  readonly onPress: () => void
}

const MOST_SHOWN = 99

/** Only for back, copy, close and the bell: everything else has a word. */
export const IconButton = ({ icon, label, count = 0, keys, size = 'md', onPress }: IconButtonProps) => {
  const ref = useRef<HTMLButtonElement>(null)
  useKeyClick(ref, { keys, label })
  return (
    <button
      ref={ref}
      type="button"
      className={classNames(s['button'], size === 'sm' && s['small'])}
      aria-label={label}
      aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
      title={label}
      onClick={onPress}
    >
      <Icon of={icon} size={size === 'sm' ? 14 : 16} />
      {count > 0 && (
        <span className={s['count']} aria-hidden>
          {count > MOST_SHOWN ? `${MOST_SHOWN}+` : countText(count)}
        </span>
      )}
    </button>
  )
}
