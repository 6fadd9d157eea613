import type { ReactNode } from 'react'
import { toneClass, type Tone } from './tone.ts'
import s from './FactList.module.css'

export interface Fact {
  readonly label: string
  readonly value: ReactNode
  readonly tone?: Tone
  /** Where it is from and how old, for the pointer. */
  readonly title?: string
}

export interface FactListProps {
  readonly facts: readonly Fact[]
  /** Width of the labels: short ones in a narrow column, long ones in a panel. */
  readonly labels?: 'short' | 'normal' | 'long'
}

export const FactList = ({ facts, labels = 'normal' }: FactListProps) => (
  <dl className={s['facts']} data-labels={labels}>
    {facts.map(({ label, value, tone, title }) => (
      <div key={label} className={s['fact']} title={title}>
        <dt className={s['label']}>{label}</dt>
        <dd className={toneClass(tone, s['value'])}>{value}</dd>
      </div>
    ))}
  </dl>
)
