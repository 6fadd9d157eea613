import type { Account } from '../store/account.ts'

export type Method = 'DELETE' | 'GET' | 'POST'

/** What a handler knows about the request beside its parameters. */
export interface Call {
  readonly account: Account
  /** Path without query, for the `url` of lists. */
  readonly path: string
  /** Wall-clock milliseconds ago that search still sees; 0 when search is up to date. */
  readonly searchLagMs: number
}

export type Answer = Readonly<{ object: string }>

export interface Route {
  readonly method: Method
  /** `/v1/customers/:id` */
  readonly path: string
  /** For the permission of restricted keys and the README's table. */
  readonly resource: string
  readonly operation: string
  /** Parameters by name, `items.price` for nested ones; a name covers what is inside it. */
  readonly supports: readonly string[]
  readonly handle: (call: Call, params: never, ids: readonly string[]) => Answer
}

interface TypedRoute<P> extends Omit<Route, 'handle' | 'method' | 'path'> {
  readonly handle: (call: Call, params: P, ids: readonly string[]) => Answer
}

/** `P` is the SDK's parameter type; the wire layer has checked the values against the same declaration. */
export const route = <P>(method: Method, path: string, spec: TypedRoute<P>): Route => ({ method, path, ...spec })

/** The key of the generated tables: placeholders carry no names there. */
export const endpointKey = (method: string, path: string): string => `${method} ${path.replace(/:\w+/g, '{}')}`
