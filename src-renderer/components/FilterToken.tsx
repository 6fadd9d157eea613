import { X } from 'lucide-react'
import { messages } from '../messages/index.ts'
import { Icon } from './Icon.tsx'
import { classNames } from './class-names.ts'
import s from './Filter.module.css'

export interface FilterTokenProps {
  readonly name: string
  readonly value: string
  readonly onEdit?: () => void
  readonly onRemove: () => void
}

/** One condition in words: "Status past due", to change or to take away. */
export const FilterToken = ({ name, value, onEdit, onRemove }: FilterTokenProps) => (
  <span className={s['token']}>
    <span className={classNames(s['part'], s['key'])}>{name}</span>
    {onEdit === undefined ? (
      <bdi className={classNames(s['part'], s['value'])}>{value}</bdi>
    ) : (
      <button type="button" className={classNames(s['part'], s['value'])} onClick={onEdit}>
        <bdi>{value}</bdi>
      </button>
    )}
    <button
      type="button"
      className={classNames(s['part'], s['remove'])}
      aria-label={messages.common.remove(`${name} ${value}`)}
      onClick={onRemove}
    >
      <Icon of={X} size={12} />
    </button>
  </span>
)
