import { answerShapes, eventObjects, objectShapes } from '../../generated/shapes.generated.ts'
import type { ObservedAnswer } from '../../index.ts'
import { routes } from '../../resources/routes.ts'
import { endpointKey, type Method } from '../../wire/route.ts'
import { Router } from '../../wire/router.ts'
import { listProblems, objectProblems, shapeProblems } from './shape-problems.ts'

const router = new Router(routes)

interface Sent {
  readonly type: string
  readonly data: { readonly object: Readonly<Record<string, unknown>>; readonly previous_attributes?: object }
}

/** The SDK's comment on the event says that its invoice has no id, although the type asks for one. */
const withId = (type: string, object: Sent['data']['object']): Sent['data']['object'] =>
  type === 'invoice.upcoming' && !('id' in object) ? { ...object, id: 'none yet' } : object

/** What is wrong with an event beyond its own fields: its object, and the attributes that changed. */
const eventProblems = ({ type, data }: Sent): string[] => {
  const allowed = eventObjects[type]
  if (allowed === undefined) return [`no event of Stripe has the type ${type}`]
  const name = allowed.find((one) => one === data.object['object']) ?? allowed[0] ?? ''
  const whole = objectShapes[name]
  const previous = data.previous_attributes
  return [
    ...objectProblems(name, withId(type, data.object), { path: `${type}: ${name}`, isPart: false }),
    ...(previous === undefined || whole === undefined
      ? []
      : shapeProblems(whole, previous, { path: `${type}: previous_attributes`, isPart: true })),
  ]
}

const isEvent = (value: unknown): value is Sent =>
  value !== null && typeof value === 'object' && 'object' in value && value.object === 'event'

const eventsIn = (body: { readonly data?: unknown }): Sent[] =>
  (Array.isArray(body.data) ? body.data : [body]).filter(isEvent)

/** Everything in which an answer differs from what the SDK's types say its endpoint answers. */
export const answerProblems = ({ method, path, status, body }: ObservedAnswer): string[] => {
  if (status !== 200 || body === '') return []
  const route = router.match(method as Method, path)?.route
  const key = route === undefined ? path : endpointKey(route.method, route.path)
  const answer = answerShapes[key]
  if (answer === undefined) return [`${key}: no shape of its answer`]
  const value: unknown = JSON.parse(body)
  const place = { path: key, isPart: false }
  return [
    ...(answer.page === undefined
      ? shapeProblems(answer.shape, value, place)
      : listProblems(answer.shape, value, place)),
    ...eventsIn(value as { data?: unknown }).flatMap(eventProblems),
  ]
}
