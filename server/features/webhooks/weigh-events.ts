import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import type { Queryable, Transaction } from '../../ports/database.ts'
import type { MirrorRow } from '../../ports/mirror-row.ts'
import { asOfTold, type Standing, tellingEvent } from './snapshot-rules.ts'
import { type EventRow, lastMadeOf } from './store.ts'

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

/** One object with all the events that wait for it. */
export interface Waiting {
  readonly subjectKey: string
  readonly objectStripeId: string
  readonly events: readonly EventRow[]
}

interface Learnt {
  readonly use: EventUse
  readonly value: unknown
}

/** One object: what its events said themselves, and what Stripe has to be asked for. */
export interface Weighed extends Waiting {
  readonly told: readonly Learnt[]
  readonly asked: readonly EventUse[]
}

const byObject = (events: readonly EventRow[]): Waiting[] =>
  [...Map.groupBy(events, (event) => JSON.stringify([event.subjectKey, event.objectStripeId])).values()].map(
    (group) => {
      const { subjectKey, objectStripeId } = group[0] ?? {}
      assert(subjectKey !== undefined && objectStripeId, 'an event about nothing waits')
      return { subjectKey, objectStripeId, events: group }
    },
  )

const usesOf = (table: EventTable, events: readonly EventRow[]): EventUse[] => [
  ...new Map(events.flatMap(({ type }) => table.get(type) ?? []).map((use) => [use.name, use])).values(),
]

/** Of each use: the objects that it has to do with, and what stands here of them. */
interface Known {
  readonly concerned: ReadonlySet<string>
  readonly standing: ReadonlyMap<string, Standing> | null
}

const knowUses = async (kernel: Kernel, wanted: ReadonlyMap<EventUse, string[]>): Promise<Map<EventUse, Known>> => {
  const known = new Map<EventUse, Known>()
  for (const [use, ids] of wanted) {
    const concerned = (await use.concerns?.(kernel, ids)) ?? new Set(ids)
    known.set(use, { concerned, standing: (await use.telling?.recall(kernel.db, ids)) ?? null })
  }
  return known
}

const tellOne = (
  kernel: Kernel,
  use: EventUse,
  { waiting, standing, lastMadeAt }: { waiting: Waiting; standing: Standing | null; lastMadeAt: number | null },
): Learnt | null => {
  const { events } = waiting
  const place = tellingEvent(
    events.map(({ madeAt, snapshot }) => ({ madeAt, hasSnapshot: snapshot !== null })),
    { lastMadeAt, standing },
  )
  const event = place === null ? undefined : events[place]
  if (!use.telling || !event?.snapshot) return null
  const row = JSON.parse(event.snapshot) as MirrorRow
  const asOf = asOfTold(event.heardAt, standing)
  return { use, value: use.telling.take(kernel, { row, madeAt: event.madeAt, asOf }) }
}

/** Finds what of these events can be gone by, and what has to be asked. Asks our own database only. */
export const weighEvents = async (
  kernel: Kernel,
  events: readonly EventRow[],
  table: EventTable,
): Promise<Weighed[]> => {
  const objects = byObject(events).map((waiting) => ({ waiting, uses: usesOf(table, waiting.events) }))
  const wanted = new Map<EventUse, string[]>()
  for (const { waiting, uses } of objects) {
    for (const use of uses) {
      const ids = wanted.get(use) ?? []
      ids.push(waiting.objectStripeId)
      wanted.set(use, ids)
    }
  }
  const known = await knowUses(kernel, wanted)
  const lastMade = await lastMadeOf(
    kernel.db,
    objects.map(({ waiting }) => waiting.objectStripeId),
  )
  return objects.map(({ waiting, uses }) => {
    const id = waiting.objectStripeId
    const told: Learnt[] = []
    const asked: EventUse[] = []
    for (const use of uses) {
      const { concerned, standing } = known.get(use) ?? {}
      if (!concerned?.has(id)) continue
      const facts = { waiting, standing: standing?.get(id) ?? null, lastMadeAt: lastMade.get(id) ?? null }
      const learnt = standing ? tellOne(kernel, use, facts) : null
      if (learnt) told.push(learnt)
      else asked.push(use)
    }
    return { ...waiting, told, asked }
  })
}
