import type { EventType } from '../generated/event-types.generated.ts'
import type { StoredObject } from './collection.ts'
import type { Kind } from './kinds.ts'

interface Said {
  readonly kind: Kind
  /** What the last event showed; null for an object that has not been told of yet. */
  readonly value: StoredObject | null
}

/** Kinds whose every change Stripe tells. */
const UPDATED: { readonly [K in Kind]?: EventType } = {
  charge: 'charge.updated',
  credit_note: 'credit_note.updated',
  customer: 'customer.updated',
  invoice: 'invoice.updated',
  refund: 'refund.updated',
  subscription: 'customer.subscription.updated',
  subscription_schedule: 'subscription_schedule.updated',
}

export interface Untold {
  readonly event: EventType
  readonly kind: Kind
  readonly before: StoredObject
}

/** What events have said of the objects that a unit of work touches, so that no change stays untold or is told twice. */
export class ToldState {
  #said = new Map<string, Said>()

  /** Notes what an object was before it was first written to; undefined when it was not there. */
  beforeWrite(kind: Kind, id: string, before: StoredObject | undefined): void {
    if (!this.#said.has(id)) this.#said.set(id, { kind, value: before ?? null })
  }

  say(kind: Kind, value: StoredObject): void {
    this.#said.set(value.id, { kind, value })
  }

  forget(id: string): void {
    this.#said.delete(id)
  }

  /** What was last said of an object; null when nothing was, undefined when the work has not touched it. */
  last(id: string): StoredObject | null | undefined {
    return this.#said.get(id)?.value
  }

  /** Objects that may have changed since they were last told of. */
  untold(): Untold[] {
    return [...this.#said.values()].flatMap(({ kind, value }) => {
      const event = UPDATED[kind]
      return event === undefined || value === null ? [] : { event, kind, before: value }
    })
  }

  /** For work that is tried and taken back. */
  copy(): ReadonlyMap<string, Said> {
    return new Map(this.#said)
  }

  reset(to: ReadonlyMap<string, Said> = new Map()): void {
    this.#said = new Map(to)
  }
}
