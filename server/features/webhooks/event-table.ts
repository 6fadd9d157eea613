import type { Kernel } from '../../kernel/context.ts'
import type { Queryable, Transaction } from '../../ports/database.ts'
import type { MirrorRow } from '../../ports/mirror-row.ts'
import type { Standing } from './snapshot-rules.ts'

/** What an event says of its object, once it is known that it can be gone by. */
export interface Told {
  readonly row: MirrorRow
  readonly madeAt: number
  readonly asOf: number
}

/** Where what an event says itself may be enough, as `snapshot-rules` says. */
interface Telling<Value> {
  /** What stands here of these objects. */
  recall(db: Queryable, objectStripeIds: readonly string[]): Promise<ReadonlyMap<string, Standing>>
  take(kernel: Kernel, told: Told): Value
}

/** What one slice makes of events: learns an object's state, and writes what it learnt once that counts. */
export interface EventUse<Value = unknown> {
  /** The same use of one object is read once, however many events asked for it. */
  readonly name: string
  /** Which of these objects it has to do with, by our own database; absent = all. Of the others nothing is asked or written. */
  concerns?(kernel: Kernel, objectStripeIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Absent = Stripe is asked each time. */
  readonly telling?: Telling<Value>
  /** Asks Stripe for the present state of one object, outside of any transaction. */
  read(kernel: Kernel, objectStripeId: string): Promise<Value>
  /** Of several objects together, in the transaction that marks their events as applied. */
  write(tx: Transaction, values: readonly Value[]): Promise<void>
}

/** Event type → what is done about it; `server/app/events.ts` holds the product's. */
export type EventTable = ReadonlyMap<string, readonly EventUse[]>
