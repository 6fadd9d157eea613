import { setTimeout as delay } from 'node:timers/promises'
import { GatewayError } from './errors.ts'
import type { Log } from './log.ts'

interface Job {
  readonly what: string
  readonly signal: AbortSignal
  readonly log: Log
}

/** Either a length of time between two rounds, or what the next round waits for; it has to end with the signal. */
export type RepeatedJob = Job & ({ readonly everyMs: number } | { readonly wait: () => Promise<void> })

const pauseOf = (job: RepeatedJob): (() => Promise<unknown>) => {
  if ('wait' in job) return job.wait
  const { everyMs, signal } = job
  return () => delay(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
}

/**
 * Does the work again and again, each round a pause after the end of the one before; a failed round is logged and the
 * next tries again. Resolves when the signal has stopped it and the round in hand is over.
 */
export const repeatJob = async (job: RepeatedJob, work: () => Promise<unknown>): Promise<void> => {
  const { what, signal, log } = job
  const pause = pauseOf(job)
  for (;;) {
    await work().catch((error: unknown) => {
      const fields = error instanceof GatewayError ? { failure: error.message } : { err: error }
      log.error(fields, `${what}: failed; the next round tries again`)
    })
    if (signal.aborted) return
    await pause()
    if (signal.aborted) return
  }
}
