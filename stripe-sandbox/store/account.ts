import { dueAt } from '../billing/due-rules.ts'
import type { EventType } from '../generated/event-types.generated.ts'
import { noSuch, RefusalAfterWork } from '../wire/errors.ts'
import { previousAttributes } from './changes.ts'
import type { AccountClock } from './clock.ts'
import { Collection, type IndexKey, type Row, type StoredObject } from './collection.ts'
import { deletedForm } from './deleted.ts'
import { DueQueue } from './due-queue.ts'
import type { IdGenerator } from './ids.ts'
import { Journal, type TouchedRow } from './journal.ts'
import { SearchHistory } from './search-history.ts'
import { clockOf, onTestClock, ownTimeOf } from './test-time.ts'
import { ToldState } from './told.ts'
import { indexes, type Kind, type Kinds, type StoredEvent } from './kinds.ts'
import { forgetOldEvents, queueDeliveries, targetsOf } from '../webhooks/event-rules.ts'

export const API_VERSION = '2026-10-28.endive'

export interface RequestMark {
  readonly id: string
  readonly idempotencyKey: string | null
}

/** What an account needs of the server around it. */
export interface AccountHost {
  readonly baseUrl: () => string
  readonly wallMs: () => number
  /** The object as it is sent: private fields gone, derived ones filled in. */
  readonly present: (account: Account, kind: Kind, value: unknown) => Readonly<Record<string, unknown>>
  /** Ids of endpoints outside the account: the one of the command line. */
  readonly forwards: () => readonly string[]
  readonly onCommit: (account: Account, touched: readonly TouchedRow[]) => void
}

export interface KindRow {
  readonly kind: Kind
  readonly row: Row<StoredObject>
}

/** Deleted objects of these kinds are sent as `{deleted: true}`; a deleted coupon lives on in its discounts. */
const KEPT_AS_DELETED = new Set<Kind>(['customer', 'product', 'price', 'discount', 'invoice'])

type Collections = { readonly [K in Kind]: Collection<Kinds[K]> }

const openCollections = (journal: Journal): Collections =>
  Object.fromEntries(
    Object.entries(indexes).map(([kind, ofKind]) => [kind, new Collection(kind, ofKind as never, journal)]),
  ) as unknown as Collections

/** The data of one Stripe account. All writing happens inside `work`, which either saves everything or nothing. */
export class Account {
  readonly id: string
  readonly clock: AccountClock
  readonly ids: IdGenerator
  readonly host: AccountHost
  /** What waits for time, by test clock; null for the account's own. */
  readonly #due = new Map<string | null, DueQueue>()
  readonly history = new SearchHistory()
  readonly #journal = new Journal()
  readonly #told = new ToldState()
  readonly #collections: Collections
  #request: RequestMark | null = null

  constructor(id: string, host: AccountHost, clock: AccountClock, ids: IdGenerator) {
    this.id = id
    this.host = host
    this.clock = clock
    this.ids = ids
    this.#collections = openCollections(this.#journal)
  }

  get now(): number {
    return this.clock.now()
  }

  dueOn(clock: string | null): DueQueue {
    const queue = this.#due.get(clock) ?? new DueQueue()
    this.#due.set(clock, queue)
    return queue
  }

  /** Once there were test clocks, creation times are no longer in order. */
  get hasTestClocks(): boolean {
    return this.ids.count('test_helpers.test_clock') > 0
  }

  all<K extends Kind>(kind: K): Collection<Kinds[K]> {
    return this.#collections[kind]
  }

  find<K extends Kind>(kind: K, id: string | null | undefined): Kinds[K] | undefined {
    return id === null || id === undefined ? undefined : this.all(kind).get(id)
  }

  /** `param` names the parameter that carried the id; without one it stood in the path. */
  need<K extends Kind>(kind: K, id: string, param?: string): Kinds[K] {
    const found = this.all(kind).get(id)
    if (found === undefined) throw noSuch(kind.replaceAll(/[._]/g, ' '), id, param)
    return found
  }

  /** The object behind an id in another object, as it is sent; deleted ones are shown as deleted. */
  expandable(kind: Kind, id: string): unknown {
    const row = this.#collections[kind]?.row(id)
    if (row === undefined) return undefined
    const value = this.host.present(this, kind, row.value)
    return row.isDeleted && KEPT_AS_DELETED.has(kind) ? deletedForm(kind, value) : value
  }

  /** Rows that search may find, newest first; with a lag, as they were that long ago. */
  *searchable<K extends Kind>(kind: K, keys: readonly IndexKey[], lagMs: number): Generator<Row<Kinds[K]>> {
    const collection = this.all(kind)
    if (lagMs > 0) {
      yield* this.history.rows(
        collection as unknown as Collection<StoredObject>,
        keys,
        this.host.wallMs() - lagMs,
      ) as Generator<Row<Kinds[K]>>
      return
    }
    for (const value of collection.newest(keys)) {
      const row = collection.row(value.id)
      if (row !== undefined) yield row
    }
  }

  /** Puts a saved row back without events; what it waits for is due again. */
  restore(kind: Kind, row: Row<StoredObject>): void {
    this.all(kind).restore(row as never)
    const at = row.isDeleted ? null : dueAt(kind, row.value as never)
    if (at !== null) this.#wait(kind, row.value, at)
  }

  /** Every row of every kind; customers first, whom the others ask for their test clocks. */
  dump(): KindRow[] {
    const kinds = Object.keys(indexes) as Kind[]
    return [...kinds.filter((kind) => kind === 'customer'), ...kinds.filter((kind) => kind !== 'customer')].flatMap(
      (kind) => this.#collections[kind].rows().map((row) => ({ kind, row })),
    )
  }

  create<K extends Kind>(kind: K, fresh: Kinds[K], event?: EventType): Kinds[K] {
    const value = onTestClock(this, fresh)
    this.#remember(kind, value.id)
    this.#told.beforeWrite(kind, value.id, undefined)
    this.all(kind).insert(value)
    this.#schedule(kind, undefined, value)
    if (event !== undefined) this.emit(event, kind, value)
    return value
  }

  update<K extends Kind>(kind: K, value: Kinds[K], event?: EventType): Kinds[K] {
    const before = this.all(kind).get(value.id)
    this.#remember(kind, value.id)
    this.#told.beforeWrite(kind, value.id, before)
    this.all(kind).replace(value)
    this.#schedule(kind, before, value)
    this.#letGo(value.id)
    if (event !== undefined && before !== undefined) this.#emitChange(event, kind, before)
    return value
  }

  /** Emits an update event for several writes at once, given what the object was before them. */
  announce<K extends Kind>(event: EventType, kind: K, before: Kinds[K]): void {
    this.#emitChange(event, kind, before)
  }

  /** Whether anything ever happened here; old events themselves are forgotten. */
  get hasPast(): boolean {
    return this.ids.count('event') > 0
  }

  remove<K extends Kind>(kind: K, value: Kinds[K], event?: EventType): void {
    this.#remember(kind, value.id)
    this.all(kind).remove(value.id)
    this.#letGo(value.id)
    if (event !== undefined) this.emit(event, kind, value)
    this.#told.forget(value.id)
  }

  /** A request may make something due at a time that is over: it happens now, for events never go back in time. */
  #schedule<K extends Kind>(kind: K, before: Kinds[K] | undefined, after: Kinds[K]): void {
    const at = dueAt(kind, after)
    if (at === null || (before !== undefined && dueAt(kind, before) === at)) return
    this.#wait(kind, after, Math.max(at, ownTimeOf(this, after)))
  }

  #wait(kind: Kind, value: StoredObject, at: number): void {
    const { sequence = 0 } = this.#collections[kind].row(value.id) ?? {}
    this.dueOn(clockOf(this, value)).add({ at, kind, id: value.id, sequence })
  }

  /** What was held is due again now that its object has changed, and so is what was held behind it. */
  #letGo(id: string): void {
    const held = this.all('held')
    if (held.size === 0) return
    for (const one of [held.get(id), ...held.list([{ index: 'behind', value: id }])]) {
      if (one === undefined) continue
      held.purge(one.id)
      const value = this.find(one.kind as Kind, one.id)
      if (value !== undefined) this.#wait(one.kind as Kind, value, ownTimeOf(this, value))
    }
  }

  #remember(kind: Kind, id: string): void {
    if (this.history.isKept) this.history.record({ at: this.host.wallMs(), kind, id, before: this.all(kind).row(id) })
  }

  /** Tells what changed since the object was last told of, if anything did. */
  #emitChange(event: EventType, kind: Kind, before: StoredObject): void {
    const said = this.#told.last(before.id)
    const after: StoredObject | undefined = this.all(kind).get(before.id)
    // An object that is still to be announced is announced as it is then.
    if (said === null || after === undefined || after === (said ?? before)) return
    this.#told.say(kind, after)
    const present = this.host.present(this, kind, after)
    const previous = previousAttributes(this.host.present(this, kind, said ?? before), present)
    if (Object.keys(previous).some((name) => name !== 'next_invoice_sequence')) this.#append(event, present, previous)
  }

  emit<K extends Kind>(event: EventType, kind: K, value: Kinds[K]): void {
    this.#told.say(kind, value)
    this.#append(event, this.host.present(this, kind, value))
  }

  /** Changes that nothing has told of yet: the sum of a draft that took an item, the latest invoice of a subscription. */
  #tellRest(): void {
    for (const { event, kind, before } of this.#told.untold()) this.#emitChange(event, kind, before)
  }

  /** Emits an event about something that is not kept, as it is sent. */
  tell(event: EventType, object: Readonly<Record<string, unknown>>): void {
    this.#append(event, object)
  }

  #append(type: EventType, object: unknown, previous?: Readonly<Record<string, unknown>>): void {
    const targets = targetsOf(this, type)
    const event: StoredEvent = {
      id: this.ids.next('event'),
      object: 'event',
      api_version: API_VERSION,
      created: this.clock.ownNow(),
      data: previous === undefined ? { object } : { object, previous_attributes: previous },
      livemode: false,
      pending_webhooks: targets.length,
      request: { id: this.#request?.id ?? null, idempotency_key: this.#request?.idempotencyKey ?? null },
      type,
    }
    this.all('event').insert(event)
    queueDeliveries(this, event, targets)
    forgetOldEvents(this)
  }

  /** Runs one unit of work. A refusal takes back everything it wrote. */
  work<R>(request: RequestMark | null, task: () => R): R {
    const counts = this.ids.counts()
    this.#request = request
    try {
      const result = task()
      this.#commit()
      return result
    } catch (error) {
      if (error instanceof RefusalAfterWork) this.#commit()
      else {
        this.#journal.rollback()
        this.ids.restore(counts)
      }
      throw error
    } finally {
      this.#told.reset()
      this.#request = null
    }
  }

  #commit(): void {
    this.#tellRest()
    this.host.onCommit(this, this.#journal.commit())
  }

  /** Does the work, looks at the outcome and takes it all back: how previews are made. */
  dryRun<R>(task: () => R): R {
    const counts = this.ids.counts()
    const mark = this.#journal.mark()
    const told = this.#told.copy()
    try {
      return task()
    } finally {
      this.#told.reset(told)
      this.#journal.rollback(mark)
      this.ids.restore(counts)
    }
  }
}
