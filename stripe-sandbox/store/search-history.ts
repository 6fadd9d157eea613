import type { Collection, IndexKey, Row, StoredObject } from './collection.ts'

interface Change {
  readonly at: number
  readonly kind: string
  readonly id: string
  readonly before: Row<StoredObject> | undefined
}

/** How long ago search may still look; Stripe speaks of up to an hour in outages. */
const KEPT_MS = 3_600_000

/** What objects were before their latest writes, kept only while somebody asks search to lag. */
export class SearchHistory {
  #changes: Change[] = []
  isKept = false

  record(change: Change): void {
    if (!this.isKept) return
    this.#changes.push(change)
    if (this.#changes.length % 1024 === 0) this.#changes = this.#changes.filter(({ at }) => at > change.at - KEPT_MS)
  }

  /** Rows as they were `lagMs` ago, newest first. */
  *rows<T extends StoredObject>(
    collection: Collection<T>,
    keys: readonly IndexKey[],
    horizon: number,
  ): Generator<Row<T>> {
    const past = new Map<string, Row<T> | undefined>()
    for (const change of this.#changes) {
      if (change.kind !== collection.kind || change.at <= horizon || past.has(change.id)) continue
      past.set(change.id, change.before as Row<T> | undefined)
    }
    const current = [...collection.newest(keys)].flatMap(({ id }) => (past.has(id) ? [] : (collection.row(id) ?? [])))
    const old = [...past.values()].flatMap((row) => (row === undefined || row.isDeleted ? [] : row))
    yield* [...current, ...old].toSorted((a, b) => b.sequence - a.sequence)
  }
}
