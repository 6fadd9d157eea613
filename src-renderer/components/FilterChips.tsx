import { countText } from '../lib/numbers.ts'
import { classNames } from './class-names.ts'
import s from './Filter.module.css'

export interface Chip<Id extends string> {
  readonly id: Id
  readonly label: string
  readonly count?: number | undefined
}

export interface FilterChipsProps<Id extends string> {
  readonly label: string
  readonly chips: readonly Chip<Id>[]
  readonly value: Id | undefined
  readonly onChange: (id: Id) => void
}

/** One of several views: kinds of entry, saved filters with their counts. */
export const FilterChips = <Id extends string>({ label, chips, value, onChange }: FilterChipsProps<Id>) => (
  <fieldset aria-label={label} className={s['tokens']}>
    {chips.map(({ id, label: text, count }) => (
      <button
        key={id}
        type="button"
        className={classNames(s['token'], id === value && s['on'])}
        aria-pressed={id === value}
        onClick={() => onChange(id)}
      >
        <span className={s['part']}>{text}</span>
        {count !== undefined && <span className={classNames(s['part'], s['key'])}>{countText(count)}</span>}
      </button>
    ))}
  </fieldset>
)
