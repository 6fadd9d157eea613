import { Search } from 'lucide-react'
import { messages } from '../messages/index.ts'
import { Icon } from './Icon.tsx'
import { Kbd } from './Kbd.tsx'
import { useShortcuts } from './use-shortcuts.ts'
import s from './OneSearch.module.css'

export interface OneSearchProps {
  readonly onOpen: () => void
  readonly placeholder?: string
}

/** Looks like the field it opens; typing happens in the palette, so that there is one search. */
export const OneSearch = ({ onOpen, placeholder = messages.shell.search }: OneSearchProps) => {
  const binding = { label: messages.shortcuts.search, group: messages.shortcuts.everywhere, run: onOpen }
  useShortcuts([
    { ...binding, keys: '/' },
    { ...binding, keys: 'mod+k' },
  ])
  return (
    <search className={s['search']}>
      <button
        type="button"
        className={s['field']}
        aria-haspopup="dialog"
        aria-keyshortcuts="/ Control+K"
        onClick={onOpen}
      >
        <Icon of={Search} />
        <span className={s['placeholder']}>{placeholder}</span>
        <Kbd keys="/" />
        <Kbd keys="mod+k" className={s['wide']} />
      </button>
    </search>
  )
}
