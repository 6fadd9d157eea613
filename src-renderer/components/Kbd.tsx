import { isMac } from '../lib/platform.ts'
import { keyLabels } from '../lib/shortcut-keys.ts'
import s from './Kbd.module.css'

/** Keys as words: `g v`, `mod+k`, `esc`. Read aloud from `aria-keyshortcuts`, so hidden here. */
export const Kbd = ({ keys, className }: { readonly keys: string; readonly className?: string | undefined }) => (
  <span className={[s['keys'], className].filter(Boolean).join(' ')} aria-hidden>
    {keyLabels(keys, isMac).map((label, at) => (
      <kbd key={`${at}-${label}`} className={s['key']}>
        {label}
      </kbd>
    ))}
  </span>
)
