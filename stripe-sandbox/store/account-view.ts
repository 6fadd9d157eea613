import type { AccountClock } from './clock.ts'
import type { Collection } from './collection.ts'
import type { IdGenerator } from './ids.ts'
import type { Kind, Kinds } from './kinds.ts'

/** What rules need of an account; so that the account may call them without going round in a circle. */
export interface AccountView {
  readonly clock: AccountClock
  readonly ids: IdGenerator
  readonly hasTestClocks: boolean
  /** Ids of endpoints outside the account. */
  readonly host: { readonly forwards: () => readonly string[] }
  all<K extends Kind>(kind: K): Collection<Kinds[K]>
  find<K extends Kind>(kind: K, id: string | null | undefined): Kinds[K] | undefined
}
