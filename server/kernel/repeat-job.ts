import { GatewayError } from './errors.ts'
import type { Log } from './log.ts'

export interface RepeatedJob {
  readonly what: string
  readonly everyMs: number
  readonly signal: AbortSignal
  readonly log: Log
}

/**
 * Does the work again and again, each round `everyMs` after the end of the one before; a failed round is logged and the
 * next tries again. Resolves when the signal has stopped it and the round in hand is over.
 */
export const repeatJob = ({ what, everyMs, signal, log }: RepeatedJob, work: () => Promise<unknown>): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const round = async () => {
    await work().catch((error: unknown) => {
      const fields = error instanceof GatewayError ? { failure: error.message } : { err: error }
      log.error(fields, `${what}: failed; the next round tries again`)
    })
    if (signal.aborted) return resolve()
    const timer = setTimeout(() => void round(), everyMs)
    timer.unref()
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
  }
  void round()
  return promise
}
