import { create } from 'zustand'
import { failureOf, isUnreachable } from './failure.ts'

export interface Connection {
  /** When the companion last answered anything. */
  readonly heardAt: string | null
  /** Since when nothing answers; null while it does. */
  readonly lostAt: string | null
  /** The companion said that nobody is signed in. */
  readonly isSignedOut: boolean
}

/** What the last calls taught about the line to the companion. Screen state: nothing here outlives the window. */
export const useConnection = create<Connection>(() => ({ heardAt: null, lostAt: null, isSignedOut: false }))

const now = (): string => new Date().toISOString()

export const noteAnswer = (): void => useConnection.setState({ heardAt: now(), lostAt: null })

export const noteSignedIn = (): void => useConnection.setState({ isSignedOut: false })

export const noteSignedOut = (): void => useConnection.setState({ isSignedOut: true })

/** A refusal is an answer too; only silence is a lost connection. */
export const noteFailure = (error: unknown): void => {
  const failure = failureOf(error)
  if (isUnreachable(failure)) {
    useConnection.setState(({ lostAt }) => ({ lostAt: lostAt ?? now() }))
    return
  }
  noteAnswer()
  if (failure.code === 'SIGN_IN_REQUIRED') noteSignedOut()
}
