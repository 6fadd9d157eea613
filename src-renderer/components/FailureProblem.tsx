import type { ReactNode } from 'react'
import { failureOf } from '../lib/failure.ts'
import { messages } from '../messages/index.ts'
import { Button } from './Button.tsx'
import { Problem, type ProblemProps } from './Problem.tsx'

export interface FailureProblemProps {
  /** What was wanted: "The team could not be read". */
  readonly title: string
  /** Whatever the call rejected with. */
  readonly error: unknown
  readonly money?: ProblemProps['money']
  readonly onRetry?: () => void
  readonly isRetrying?: boolean
  readonly actions?: ReactNode
}

/** A failed call in the companion's words, with the id to copy and the way on. */
export const FailureProblem = ({ title, error, money, onRetry, isRetrying = false, actions }: FailureProblemProps) => {
  const { text, next, requestId, refusal } = failureOf(error)
  const { words } = refusal
  const retry = onRetry && (
    <Button kind="default" isBusy={isRetrying} onPress={onRetry}>
      {messages.problem.retry}
    </Button>
  )
  return (
    <Problem
      title={title}
      what={typeof words === 'string' ? `${text} ${words}` : text}
      next={next}
      {...(money === undefined ? {} : { money })}
      {...(requestId === null ? {} : { errorId: requestId })}
      {...(retry || actions
        ? {
            actions: (
              <>
                {retry}
                {actions}
              </>
            ),
          }
        : {})}
    />
  )
}
