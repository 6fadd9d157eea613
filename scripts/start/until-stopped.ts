const SECOND_PRESS_AFTER_MS = 1000

/**
 * Resolves at the first request to stop. npm, the shell and the bootstrap may each pass the same Ctrl-C on, so only one
 * that comes clearly later counts as impatience and ends the process at once.
 */
export const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    let askedAt: number | null = null
    const ask = () => {
      if (askedAt !== null && performance.now() - askedAt > SECOND_PRESS_AFTER_MS) process.exit(130)
      askedAt ??= performance.now()
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask)
  })
