export interface DueEntry {
  readonly at: number
  readonly kind: string
  readonly id: string
  /** When its object was created among those of its kind: of what is due together, the older comes first. */
  readonly sequence: number
}

/** What acts first among things due in the same second: a schedule changes what its subscription then renews with. */
const RANKS: readonly string[] = ['discount', 'subscription_schedule', 'subscription', 'invoice']

const rank = (entry: DueEntry): number => entry.at * RANKS.length + Math.max(0, RANKS.indexOf(entry.kind))

const isBefore = (a: DueEntry, b: DueEntry): boolean => {
  const [first, second] = [rank(a), rank(b)]
  return first === second ? a.sequence < b.sequence : first < second
}

/** A heap of what will be due when. Entries may be stale: whoever takes one looks at the object again. */
export class DueQueue {
  readonly #heap: DueEntry[] = []

  get next(): DueEntry | undefined {
    return this.#heap[0]
  }

  add(entry: DueEntry): void {
    this.#heap.push(entry)
    let at = this.#heap.length - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.#isBefore(at, parent)) break
      this.#swap(at, parent)
      at = parent
    }
  }

  take(): DueEntry | undefined {
    const first = this.#heap[0]
    const last = this.#heap.pop()
    if (first === undefined || last === undefined || this.#heap.length === 0) return first
    this.#heap[0] = last
    this.#sink()
    return first
  }

  #sink(): void {
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const smaller = this.#isBefore(left + 1, left) ? left + 1 : left
      if (!this.#isBefore(smaller, at)) return
      this.#swap(at, smaller)
      at = smaller
    }
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]]
    return first !== undefined && second !== undefined && isBefore(first, second)
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]]
    if (first === undefined || second === undefined) return
    this.#heap[a] = second
    this.#heap[b] = first
  }
}
