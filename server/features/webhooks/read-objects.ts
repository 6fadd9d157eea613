import { ERRORS } from '@countersign/shared/errors'
import type { Kernel } from '../../kernel/context.ts'
import { assert, errorCodeOf, GatewayError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import type { EventRow } from './store.ts'

/** What one slice makes of events: reads an object's present state now, and writes what was read once that counts. */
export interface EventUse<Value = unknown> {
  /** The same use of one object is read once, however many events asked for it. */
  readonly name: string
  read(kernel: Kernel, objectStripeId: string): Promise<Value>
  /** Of several objects together, in the transaction that marks their events as applied. */
  write(tx: Transaction, values: readonly Value[]): Promise<void>
}

interface ReadValue {
  readonly use: EventUse
  readonly value: unknown
}

/** Event type → what is done about it; `server/app/events.ts` holds the product's. */
export type EventTable = ReadonlyMap<string, readonly EventUse[]>

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

export interface Reading {
  readonly table: EventTable
  /** Resolves when the next read may begin. */
  readonly pace: () => Promise<void>
}

const AT_ONCE = 8

const OWN_FAULT: Failure = { isOutage: false, text: 'Something broke on our side.' }

const failureOf = (error: unknown): Failure => {
  if (!(error instanceof GatewayError) || error.gateway !== 'stripe') return OWN_FAULT
  const { text, next } = ERRORS[errorCodeOf(error)]
  const said = error.stripe?.message
  return { isOutage: error.failure !== 'refused', text: said ? `${text} Stripe says: ${said}` : `${text} ${next}` }
}

const usesOf = (table: EventTable, events: readonly EventRow[]): EventUse[] => [
  ...new Map(events.flatMap(({ type }) => table.get(type) ?? []).map((use) => [use.name, use])).values(),
]

const byObject = (events: readonly EventRow[]): EventRow[][] => [
  ...Map.groupBy(events, ({ subjectKey, objectStripeId }) => JSON.stringify([subjectKey, objectStripeId])).values(),
]

/**
 * Asks Stripe for the present state of every object that these events are about, each once. After the first sign of an
 * outage nothing more is asked: the rest waits with it.
 */
export const readObjects = async (
  kernel: Kernel,
  events: readonly EventRow[],
  { table, pace }: Reading,
): Promise<ReadObject[]> => {
  const groups = byObject(events)
  const done: ReadObject[] = []
  let outage: Failure | null = null

  const readOne = async (group: readonly EventRow[]): Promise<ReadObject> => {
    const { subjectKey, objectStripeId } = group[0] ?? {}
    assert(subjectKey !== undefined && objectStripeId, 'an event about nothing waits')
    const values: ReadValue[] = []
    try {
      for (const use of usesOf(table, group)) {
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
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) done.push(await readOne(group))
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return done
}
