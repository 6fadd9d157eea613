import { eventTypes } from '../../generated/event-types.generated.ts'
import { eventObjects } from '../../generated/shapes.generated.ts'
import { type Fields, isFields, isThing, type Thing } from './reader.ts'

const objectsOf = (ending: string): Set<string> =>
  new Set(eventTypes.filter((type) => type.endsWith(ending)).flatMap((type) => eventObjects[type] ?? []))

const updated = objectsOf('.updated')

/** What Stripe tells of from its making on and at every change; of other objects events tell only a part. */
const EVENTED = new Set([...objectsOf('.created')].filter((object) => updated.has(object) && object !== 'discount'))

/** What is worked out when it is shown, or is not known to be told: `docs/fidelity.md` names it. */
const UNTOLD: Readonly<Record<string, readonly string[]>> = {
  coupon: ['times_redeemed', 'valid'],
  customer: ['next_invoice_sequence'],
  promotion_code: ['active', 'times_redeemed'],
}

/** Drafts show their customer and the balance of the moment. */
const UNTOLD_OF_DRAFTS = [
  'starting_balance',
  'amount_due',
  'amount_remaining',
  'customer_address',
  'customer_email',
  'customer_name',
  'customer_phone',
  'customer_shipping',
  'customer_tax_ids',
]

const isUntold = ({ object, status }: Thing, key: string): boolean =>
  (UNTOLD[object] ?? []).includes(key) || (object === 'invoice' && status === 'draft' && UNTOLD_OF_DRAFTS.includes(key))

interface Told {
  readonly object: Thing
  readonly previous_attributes?: Fields
}

const told = (event: Thing): Told => event['data'] as Told

/** An ended subscription and its like stay readable; whatever else is deleted is gone. */
const isGone = (type: string): boolean => type.endsWith('.deleted') && type !== 'customer.subscription.deleted'

/** Ids of everything that an event says was deleted. */
export const deletedIn = (events: readonly Thing[]): Set<string> =>
  new Set(events.flatMap((event) => (isGone(String(event['type'])) ? told(event).object.id : [])))

/** Items leave their subscription without an event of their own; lines go on naming them. */
export const itemsIn = (events: readonly Thing[]): string[] =>
  events
    .filter((event) => told(event).object.object === 'subscription')
    .flatMap((event) => JSON.stringify(told(event).object).match(/\bsi_[A-Za-z0-9]{14}\b/g) ?? [])

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))

/** A change of what is shown inside another object is told of that itself. */
const SHOWN_INSIDE = new Set(['coupon', 'plan', 'price', 'tax_rate'])

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isFields(value)) return value
  if (SHOWN_INSIDE.has(String(value['object']))) return value['id']
  return Object.fromEntries(
    Object.keys(value)
      .toSorted()
      .map((key) => [key, sorted(value[key])]),
  )
}

/** What the old values of an event say against what was known before it. */
const previousProblems = (event: Thing, known: Thing | undefined): string[] => {
  const { object, previous_attributes: previous } = told(event)
  if (previous === undefined || known === undefined) return []
  const changed = Object.keys({ ...known, ...object }).filter((key) => !isSame(known[key], object[key]))
  const silent = changed.filter((key) => !(key in previous) && !isUntold(known, key))
  const wrong = Object.keys(previous).filter(
    (key) => !isFields(previous[key]) && !isUntold(known, key) && !isSame(known[key] ?? null, previous[key]),
  )
  return [
    ...silent.map((key) => `${String(event['type'])} of ${object.id} does not tell that ${key} changed`),
    ...wrong.map((key) => `${String(event['type'])} of ${object.id} tells a ${key} that was not there before`),
  ]
}

const differences = (told: Thing, real: Thing): string[] =>
  Object.keys({ ...told, ...real })
    .filter((key) => !isSame(told[key], real[key]) && !isUntold(told, key))
    .map(
      (key) =>
        `${real.object} ${real.id}.${key} changed to ${JSON.stringify(real[key])} without an event, from ${JSON.stringify(told[key])}`,
    )

/** Follows the events from the beginning; what they come to must be what the account answers. */
export const replayProblems = (events: readonly Thing[], things: readonly Thing[]): string[] => {
  const state = new Map<string, Thing>()
  const problems: string[] = []
  for (const event of events) {
    const { object } = told(event)
    // An invoice that is only to come has no id.
    if (!EVENTED.has(object.object) || !isThing(object)) continue
    problems.push(...previousProblems(event, state.get(object.id)))
    if (isGone(String(event['type']))) state.delete(object.id)
    else state.set(object.id, object)
  }
  const real = new Map(things.filter(({ object }) => EVENTED.has(object)).map((thing) => [thing.id, thing]))
  for (const [id, thing] of real) {
    const known = state.get(id)
    problems.push(...(known === undefined ? [`nothing told of ${thing.object} ${id}`] : differences(known, thing)))
  }
  const deleted = deletedIn(events)
  for (const [id, { object, customer }] of state)
    if (!real.has(id) && !deleted.has(String(customer))) problems.push(`${object} ${id} was told of and is not there`)
  return problems
}
