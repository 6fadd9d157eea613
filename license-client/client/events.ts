import type { Notice } from '../wire/replies.ts'
import type { Standing } from './standing-rules.ts'

export interface ClientEvents {
  /** Close the management plane; never end the process. */
  readonly locked: Standing
  readonly unlocked: Standing
  /** Half of the time without contact is over. */
  readonly warning: Standing
  /** A new plan, without a restart. */
  readonly limits: {
    readonly before: Readonly<Record<string, number>>
    readonly after: Readonly<Record<string, number>>
  }
  /** Something that an administrator should see; nothing is locked by it. */
  readonly notice: Notice
}

export type Listener<Name extends keyof ClientEvents> = (event: ClientEvents[Name]) => void

type Listeners = { readonly [Name in keyof ClientEvents]: Set<Listener<Name>> }

export interface Emitter {
  readonly on: <Name extends keyof ClientEvents>(name: Name, listener: Listener<Name>) => () => void
  readonly emit: <Name extends keyof ClientEvents>(name: Name, event: ClientEvents[Name]) => void
}

/** A listener that throws disturbs neither the others nor the client: its error goes to `onFault`. */
export const createEmitter = (onFault: (error: unknown) => void): Emitter => {
  const listeners: Listeners = {
    locked: new Set(),
    unlocked: new Set(),
    warning: new Set(),
    limits: new Set(),
    notice: new Set(),
  }
  return {
    on: (name, listener) => {
      const set: Set<typeof listener> = listeners[name]
      set.add(listener)
      return () => {
        set.delete(listener)
      }
    },
    emit: (name, event) => {
      for (const listener of Array.from(listeners[name])) {
        try {
          listener(event)
        } catch (error) {
          onFault(error)
        }
      }
    },
  }
}
