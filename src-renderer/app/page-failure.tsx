import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button } from '../components/Button.tsx'
import { Problem } from '../components/Problem.tsx'
import { desk } from '../messages/desk.ts'
import { messages } from '../messages/index.ts'

/** A page that broke is our fault: say so, keep the rest of the desk, offer the way on. */
export const PageFailure = ({ error, reset }: ErrorComponentProps) => (
  <div style={{ padding: 'var(--cs-space-5)', maxWidth: 640 }}>
    <Problem
      title={desk.broken.title}
      what={error instanceof Error ? error.message : desk.broken.what}
      next={desk.broken.next}
      actions={
        <Button kind="primary" onPress={reset}>
          {messages.problem.retry}
        </Button>
      }
    />
  </div>
)
