import { EventEmitter } from 'node:events'

/** Looked at by the inspector, by promises and by Playwright's serialiser, never meant as a use of the API. */
const LOOKED_AT = new Set([
  'then',
  'toJSON',
  'constructor',
  'prototype',
  'nodeType',
  'domain',
  'inspect',
  'objectId',
  'name',
])

/** The object, except that touching what isn't written throws with its name. */
export const strict = <Value extends object>(name: string, value: Value): Value =>
  new Proxy(value, {
    get: (target, key, receiver) => {
      if (typeof key === 'symbol' || key in target || LOOKED_AT.has(key)) return Reflect.get(target, key, receiver)
      throw new Error(`stand-in: ${name}.${key} is not implemented`)
    },
  })

/** Refuses listeners for events that it neither emits nor was told to accept in silence. */
export class StrictEmitter extends EventEmitter {
  private readonly what: string
  private readonly known: ReadonlySet<string | symbol>

  constructor(what: string, known: readonly string[]) {
    super()
    this.what = what
    this.known = new Set(['newListener', 'removeListener', ...known])
  }

  private check(event: string | symbol): void {
    if (!this.known.has(event)) throw new Error(`stand-in: event '${String(event)}' of ${this.what} is not implemented`)
  }

  // biome-ignore format: one line each shows that they are the same
  override on(event: string | symbol, listener: (...values: unknown[]) => void): this { this.check(event); return super.on(event, listener) }
  // biome-ignore format: one line each shows that they are the same
  override once(event: string | symbol, listener: (...values: unknown[]) => void): this { this.check(event); return super.once(event, listener) }
}

export interface Cancellable {
  defaultPrevented: boolean
  preventDefault: () => void
}

/** An Electron event object. */
export const cancellable = <Extra extends object>(extra?: Extra): Cancellable & Extra => {
  const event = {
    ...(extra ?? ({} as Extra)),
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true
    },
  }
  return event
}

/** Something went wrong inside the stand-in itself: a launch whose log holds this is not to be believed. */
export const fault = (text: string): void => {
  process.stderr.write(`stand-in: ${text}\n`)
}
