import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { toneClass, type Tone } from './tone.ts'
import s from './KeyFigures.module.css'

export interface KeyFigure {
  readonly id: string
  readonly label: string
  readonly value: ReactNode
  /** At risk or lost; the label has to say so in words. */
  readonly tone?: Tone
  /** Where from and how old, for the pointer. */
  readonly title?: string
  /** Left out in a narrow window. */
  readonly isOptional?: boolean
}

export const KeyFigures = ({ figures }: { readonly figures: readonly KeyFigure[] }) => (
  <dl className={s['figures']}>
    {figures.map(({ id, label, value, tone, title, isOptional = false }) => (
      <div key={id} className={classNames(s['figure'], isOptional && s['wide'])} title={title}>
        <dt className={s['label']}>{label}</dt>
        <dd className={toneClass(tone, s['value'])}>{value}</dd>
      </div>
    ))}
  </dl>
)
