import type { ReactNode } from 'react'
import s from './ObjectColumns.module.css'

export interface ColumnPart {
  readonly label: string
  readonly content: ReactNode
}

export interface ObjectColumnsProps {
  readonly facts: ColumnPart
  readonly main: ColumnPart
  readonly actions: ColumnPart
  /** At the lower end of the actions: what is pending, what is left of a budget. */
  readonly actionsFoot?: ReactNode
}

/** The page of an object: facts, what happened, what can be done. Narrow: facts move under the middle; at 200 % all stack. */
export const ObjectColumns = ({ facts, main, actions, actionsFoot }: ObjectColumnsProps) => (
  <div className={s['columns']}>
    <section className={s['facts']} aria-label={facts.label}>
      {facts.content}
    </section>
    <section className={s['main']} aria-label={main.label}>
      {main.content}
    </section>
    <aside className={s['actions']} aria-label={actions.label}>
      {actions.content}
      {actionsFoot !== undefined && <div className={s['foot']}>{actionsFoot}</div>}
    </aside>
  </div>
)
