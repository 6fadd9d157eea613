/** Wakes one who waits in this process. */
export interface Bell {
  /** Rung while nobody waits, it is heard by the next wait. */
  ring(): void
  /** Until it is rung, the time is over, or the signal ends it. Never rejects. */
  wait(atMostMs?: number): Promise<void>
}

export const createBell = (signal: AbortSignal): Bell => {
  let isRung = false
  let wake: () => void = () => undefined
  signal.addEventListener('abort', () => wake(), { once: true })
  return {
    ring: () => {
      isRung = true
      wake()
    },
    wait: async (atMostMs) => {
      if (!isRung && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>()
        wake = resolve
        const timer = atMostMs === undefined ? undefined : setTimeout(resolve, atMostMs)
        timer?.unref()
        await promise
        clearTimeout(timer)
      }
      isRung = false
    },
  }
}
