import { setTimeout as delay } from 'node:timers/promises'

/** Lets so many through a second, evenly; the others wait their turn. Resolves early when the signal ends the wait. */
export const paceReads = (perSecond: number, signal: AbortSignal): (() => Promise<void>) => {
  const gapMs = 1000 / perSecond
  let nextAt = 0
  return async () => {
    const now = performance.now()
    const at = Math.max(now, nextAt)
    nextAt = at + gapMs
    if (at > now) await delay(at - now, undefined, { signal }).catch(() => undefined)
  }
}
