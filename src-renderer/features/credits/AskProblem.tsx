import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { failureOf } from '../../lib/failure.ts'
import { credits as words } from '../../messages/credits.ts'

export interface AskProblemProps {
  readonly title: string
  /** null: nothing went wrong. */
  readonly error: unknown
  /** Asks all the same, although just this is open already. */
  readonly onTwin: () => void
}

/** Why it wasn't asked for; a second one of the same has to be meant. */
export const AskProblem = ({ title, error, onTwin }: AskProblemProps) => {
  if (error === null) return null
  const isTwin = failureOf(error).code === 'REQUEST_TWIN_OPEN'
  return (
    <FailureProblem
      title={title}
      error={error}
      money={{ moved: 'none' }}
      actions={isTwin ? <Button onPress={onTwin}>{words.twin}</Button> : undefined}
    />
  )
}
