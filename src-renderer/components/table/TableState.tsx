import type { ReactNode } from 'react'
import { messages } from '../../messages/index.ts'
import { Skeleton } from '../Skeleton.tsx'
import s from './table.module.css'

export interface TableStateProps {
  readonly isLoading: boolean
  readonly hasProblem: boolean
  readonly empty: ReactNode | undefined
}

/** What stands in place of rows while there are none. */
export const TableState = ({ isLoading, hasProblem, empty }: TableStateProps) => {
  if (isLoading) {
    return (
      <div className={s['state']}>
        <Skeleton label={messages.table.rowsLoading} rows={8} />
      </div>
    )
  }
  return hasProblem ? null : <div className={s['state']}>{empty ?? messages.table.empty}</div>
}
