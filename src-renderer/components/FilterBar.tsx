import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { messages } from '../messages/index.ts'
import { Button } from './Button.tsx'
import s from './Filter.module.css'

export interface FilterBarProps {
  /** FilterTokens */
  readonly children?: ReactNode
  readonly onAdd?: () => void
  /** FilterChips of saved views, at the end. */
  readonly views?: ReactNode
}

export const FilterBar = ({ children, onAdd, views }: FilterBarProps) => (
  <div className={s['bar']}>
    {children}
    {onAdd && (
      <Button kind="quiet" size="sm" icon={Plus} keys="f" onPress={onAdd}>
        {messages.common.filter}
      </Button>
    )}
    {views !== undefined && <span className={s['views']}>{views}</span>}
  </div>
)
