import { Button } from '../../components/Button.tsx'
import { Problem } from '../../components/Problem.tsx'
import { messages } from '../../messages/index.ts'
import { team as words } from '../../messages/team.ts'
import type { Part, PartName } from './part-rules.ts'
import { useReading } from './reading.ts'

export interface PartProblemProps {
  readonly name: PartName
  readonly part: Extract<Part<unknown>, { state: 'failed' }>
}

/** One part is missing; the others stay. */
export const PartProblem = ({ name, part: { text, code } }: PartProblemProps) => {
  const { onRefresh, isRefreshing } = useReading()
  return (
    <Problem
      title={words.part[name]}
      what={text}
      next={words.part.next}
      errorId={code}
      actions={
        <Button size="sm" isBusy={isRefreshing} onPress={onRefresh}>
          {messages.problem.retry}
        </Button>
      }
    />
  )
}
