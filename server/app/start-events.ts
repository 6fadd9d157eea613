import { startFill } from '../features/mirror/index.ts'
import { type EventJobs, startEventJobs } from '../features/webhooks/index.ts'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/context.ts'
import { AppError } from '../kernel/errors.ts'
import { EVENTS } from './events.ts'

/** A fill that runs since before may have passed what the missed events were about: another has to follow it. */
const fillAnew = (kernel: Kernel) => async (): Promise<boolean> => {
  const order = { actor: systemActor('missed-events'), requestId: null, resume: false }
  try {
    await startFill(kernel, order)
    return true
  } catch (error) {
    if (error instanceof AppError) return false
    throw error
  }
}

/** Applies what Stripe told, and finds what it told nobody. Every replica runs this. */
export const startEvents = (kernel: Kernel): EventJobs =>
  startEventJobs(kernel, { table: EVENTS, onGap: fillAnew(kernel) })
