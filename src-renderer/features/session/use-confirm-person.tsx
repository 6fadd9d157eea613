import { type ReactNode, useCallback, useState } from 'react'
import { companionNow } from '../../lib/companion-clock.ts'
import { useTRPCClient } from '../../lib/trpc.ts'
import { ConfirmPerson } from './ConfirmPerson.tsx'

/** Long enough to read the system's question and answer it. */
const STILL_NEEDED_MS = 60_000

export interface ConfirmingPerson {
  /** Asks for another proof where the last is too old; false when the person closed the question. */
  readonly confirm: () => Promise<boolean>
  readonly dialog: ReactNode
}

/** Signing in again, for whatever on a page needs it. */
export const useConfirmPerson = (): ConfirmingPerson => {
  const client = useTRPCClient()
  const [end, setEnd] = useState<((isConfirmed: boolean) => void) | null>(null)
  const confirm = useCallback(async () => {
    const { confirmedUntil } = await client.staff.confirmation.query()
    if (confirmedUntil !== null && Date.parse(confirmedUntil) - Date.parse(companionNow()) > STILL_NEEDED_MS)
      return true
    return new Promise<boolean>((resolve) => {
      setEnd(() => (isConfirmed: boolean) => {
        setEnd(null)
        resolve(isConfirmed)
      })
    })
  }, [client])
  return { confirm, dialog: end && <ConfirmPerson onEnd={end} /> }
}
