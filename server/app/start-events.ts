import { startFill } from '../features/mirror/index.ts'
import { type EventJobs, startEventJobs } from '../features/webhooks/index.ts'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/context.ts'
import { AppError } from '../kernel/errors.ts'
import { EVENTS } from './events.ts'

const fillAnew = (kernel: Kernel) => async (): Promise<void> => {
  const order = { actor: systemActor('missed-events'), requestId: null, resume: false }
  await startFill(kernel, order).catch((error: unknown) => {
    // One that runs since before the gap is followed by the next listing's order.
    if (!(error instanceof AppError)) throw error
  })
}

/** Applies what Stripe told, and finds what it told nobody. Every replica runs this. */
export const startEvents = (kernel: Kernel): EventJobs =>
  startEventJobs(kernel, { table: EVENTS, onGap: fillAnew(kernel) })
