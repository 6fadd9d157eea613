import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { ariaKeys } from '../lib/shortcut-keys.ts'
import { messages } from '../messages/index.ts'
import { Icon } from './Icon.tsx'
import { Kbd } from './Kbd.tsx'
import { classNames } from './class-names.ts'
import { useCopy } from './use-copy.ts'
import { useKeyClick } from './use-key-click.ts'
import s from './CopyId.module.css'

export interface CopyIdProps {
  readonly value: string
  /** What it is, for the announcement: "Team id". */
  readonly what: string
  readonly keys?: string
  /** Shown instead, where the whole does not fit; the whole is copied and stands in the title. */
  readonly short?: string
  /** With an edge, where it stands beside buttons. */
  readonly isBoxed?: boolean
}

const SHOWN_MS = 1600

export const CopyId = ({ value, what, keys, short, isBoxed = false }: CopyIdProps) => {
  const [isDone, setDone] = useState(false)
  const ref = useRef<HTMLButtonElement>(null)
  const copy = useCopy()
  useKeyClick(ref, { keys, label: messages.common.copy(what) })
  useEffect(() => {
    if (!isDone) return undefined
    const timer = setTimeout(() => setDone(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isDone])
  return (
    <button
      ref={ref}
      type="button"
      className={classNames(s['copy'], isBoxed && s['boxed'])}
      title={short === undefined ? messages.common.copy(what) : value}
      aria-keyshortcuts={keys === undefined ? undefined : ariaKeys(keys)}
      onClick={() => void copy(value, what).then(setDone)}
    >
      <span className="cs-sr">{messages.common.copy(what)} </span>
      <bdi className="cs-mono">{short ?? value}</bdi>
      <Icon of={isDone ? Check : Copy} size={14} className={isDone ? 'cs-proof' : s['icon']} />
      {keys !== undefined && <Kbd keys={keys} />}
    </button>
  )
}
