import type { ReactNode } from 'react'
import { KeptNotice } from './KeptNotice.tsx'
import { PartProblem } from './PartProblem.tsx'
import type { Part, PartName } from './part-rules.ts'
import s from './TeamView.module.css'

export interface PartViewProps<Value> {
  readonly name: PartName
  readonly part: Part<Value>
  readonly children: (value: Value) => ReactNode
}

/** A part as it is: its value, its value with the age that it has, or why there is none. */
export const PartView = <Value,>({ name, part, children }: PartViewProps<Value>) => {
  if (part.state === 'failed') {
    return (
      <div className={s['stamp']}>
        <PartProblem name={name} part={part} />
      </div>
    )
  }
  return (
    <>
      {part.source === 'kept' && (
        <div className={s['stamp']}>
          <KeptNotice part={part} />
        </div>
      )}
      {children(part.value)}
    </>
  )
}
