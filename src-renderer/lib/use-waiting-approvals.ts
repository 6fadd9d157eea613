import { useEffect, useRef } from 'react'
import { desktop } from './desktop.ts'
import { type Waiting, waitingNotice } from './waiting-notice.ts'

const MOST_ON_BADGE = 9999

/** A machine without badges or notifications is no reason to stop: the desk itself shows the same. */
const quietly = (power: Promise<unknown> | undefined): void => void power?.catch(() => undefined)

/** Tells the machine what waits: a count on the app's icon, and a notification while the person looks elsewhere. */
export const useWaitingApprovals = ({ count, newest }: Waiting): void => {
  const toldOf = useRef<number | null>(null)
  useEffect(() => {
    if (count === null) return
    quietly(desktop?.ask('badge', { count: Math.min(count, MOST_ON_BADGE) }))
    const notice = waitingNotice(toldOf.current, { count, newest })
    toldOf.current = count
    if (notice && !document.hasFocus()) quietly(desktop?.ask('notify', notice))
  }, [count, newest])
  // Whoever signs in next has other things waiting.
  useEffect(() => () => quietly(desktop?.ask('badge', { count: 0 })), [])
}
