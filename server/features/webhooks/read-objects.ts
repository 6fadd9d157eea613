import { ERRORS } from '@countersign/shared/errors'
import type { Kernel } from '../../kernel/context.ts'
import { errorCodeOf, GatewayError } from '../../kernel/errors.ts'
import type { EventRow } from './store.ts'
import type { EventUse, Weighed } from './weigh-events.ts'

interface ReadValue {
  readonly use: EventUse
  readonly value: unknown
}

export interface Failure {
  /** Stripe can't be asked at present: not the event's fault. */
  readonly isOutage: boolean
  /** For staff. */
  readonly text: string
}

/** One object with all the events that wait for it. */
export interface ReadObject {
  readonly subjectKey: string
  readonly events: readonly EventRow[]
  readonly values: readonly ReadValue[]
  readonly failure: Failure | null
}

const AT_ONCE = 8
/** What came in meanwhile may need no reading at all: it shall not wait for a long row of those that do. */
const LONGEST_MS = 1000

const OWN_FAULT: Failure = { isOutage: false, text: 'Something broke on our side.' }

const failureOf = (error: unknown): Failure => {
  if (!(error instanceof GatewayError) || error.gateway !== 'stripe') return OWN_FAULT
  const { text, next } = ERRORS[errorCodeOf(error)]
  const said = error.stripe?.message
  return { isOutage: error.failure !== 'refused', text: said ? `${text} Stripe says: ${said}` : `${text} ${next}` }
}

/**
 * Asks Stripe for the present state of each of these objects, as far as their events don't tell it, each once. After the
 * first sign of an outage nothing more is asked: the rest waits with it. What isn't reached within a second is left out.
 */
export const readObjects = async (
  kernel: Kernel,
  weighed: readonly Weighed[],
  pace: () => Promise<void>,
): Promise<ReadObject[]> => {
  const objects = [...weighed]
  const done: ReadObject[] = []
  const until = performance.now() + LONGEST_MS
  let outage: Failure | null = null

  const readOne = async ({ subjectKey, objectStripeId, events: group, told, asked }: Weighed): Promise<ReadObject> => {
    const values: ReadValue[] = [...told]
    try {
      for (const use of asked) {
        await pace()
        if (outage) return { subjectKey, events: group, values: [], failure: outage }
        values.push({ use, value: await use.read(kernel, objectStripeId) })
      }
      return { subjectKey, events: group, values, failure: null }
    } catch (error) {
      const failure = failureOf(error)
      if (failure === OWN_FAULT) kernel.log.error({ err: error, object: objectStripeId }, 'webhooks: a read broke')
      if (failure.isOutage) outage = failure
      return { subjectKey, events: group, values: [], failure }
    }
  }

  const work = async (): Promise<void> => {
    while (performance.now() < until) {
      const next = objects.shift()
      if (next === undefined) return
      done.push(await readOne(next))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return done
}
