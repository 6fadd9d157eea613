import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { countText } from '../lib/numbers.ts'
import s from './Tabs.module.css'

export interface Tab<Id extends string> {
  readonly id: Id
  readonly label: string
  readonly count?: number | undefined
}

export interface TabsProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly Tab<Id>[]
  readonly value: Id
  readonly onChange: (id: Id) => void
  /** At the end of the line: how old this is. */
  readonly end?: ReactNode
  readonly children: ReactNode
}

const stepFor = (key: string, at: number, count: number): number | undefined => {
  if (key === 'ArrowRight') return (at + 1) % count
  if (key === 'ArrowLeft') return (at + count - 1) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}

export const Tabs = <Id extends string>({ label, tabs, value, onChange, end, children }: TabsProps<Id>) => {
  const base = useId()
  const list = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === value)
    const next = tabs[stepFor(event.key, at, tabs.length) ?? -1]
    if (!next) return
    event.preventDefault()
    onChange(next.id)
    list.current?.querySelector<HTMLElement>(`#${CSS.escape(`${base}-${next.id}`)}`)?.focus()
  }
  return (
    <>
      <div className={s['bar']}>
        <div ref={list} role="tablist" aria-label={label} tabIndex={-1} className={s['list']} onKeyDown={move}>
          {tabs.map(({ id, label: text, count }) => (
            <button
              key={id}
              id={`${base}-${id}`}
              type="button"
              role="tab"
              className={s['tab']}
              aria-selected={id === value}
              aria-controls={`${base}-panel`}
              tabIndex={id === value ? 0 : -1}
              onClick={() => onChange(id)}
            >
              {text}
              {count !== undefined && <span className={s['count']}>{countText(count)}</span>}
            </button>
          ))}
        </div>
        {end !== undefined && <span className={s['end']}>{end}</span>}
      </div>
      <div id={`${base}-panel`} role="tabpanel" aria-labelledby={`${base}-${value}`} className={s['panel']}>
        {children}
      </div>
    </>
  )
}
