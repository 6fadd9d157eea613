import { create } from 'zustand'
import { failureOf, isUnreachable } from './failure.ts'

export interface Connection {
  /** When the companion last answered anything. */
  readonly heardAt: string | null
  /** Since when nothing answers; null while it does. */
  readonly lostAt: string | null
  /** Nobody is signed in: the session ended under the page, or the person left. */
  readonly signedOut: 'expired' | 'left' | null
}

/** What the last calls taught about the line to the companion. Screen state: nothing here outlives the window. */
export const useConnection = create<Connection>(() => ({ heardAt: null, lostAt: null, signedOut: null }))

const now = (): string => new Date().toISOString()

export const noteAnswer = (): void => useConnection.setState({ heardAt: now(), lostAt: null })

export const noteSignedIn = (): void => useConnection.setState({ signedOut: null })

/** Who left on purpose stays gone, whatever calls still come back refused. */
export const noteSignedOut = (how: 'expired' | 'left'): void =>
  useConnection.setState(({ signedOut }) => ({ signedOut: signedOut === 'left' ? 'left' : how }))

/** A refusal is an answer too; only silence is a lost connection. */
export const noteFailure = (error: unknown): void => {
  const failure = failureOf(error)
  if (isUnreachable(failure)) {
    useConnection.setState(({ lostAt }) => ({ lostAt: lostAt ?? now() }))
    return
  }
  noteAnswer()
  if (failure.code === 'SIGN_IN_REQUIRED') noteSignedOut('expired')
}
