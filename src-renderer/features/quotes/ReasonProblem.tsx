import { Problem } from '../../components/Problem.tsx'
import { failureOf } from '../../lib/failure.ts'

export interface ReasonProblemProps {
  readonly title: string
  readonly error: unknown
}

/** A refusal with its own reason, where the companion gave one beside the words of its code. */
export const ReasonProblem = ({ title, error }: ReasonProblemProps) => {
  const { text, next, requestId, refusal } = failureOf(error)
  const { why } = refusal
  return (
    <Problem
      title={title}
      what={typeof why === 'string' ? `${text} ${why}` : text}
      next={next}
      {...(requestId === null ? {} : { errorId: requestId })}
    />
  )
}
