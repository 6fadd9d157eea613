export interface DueEntry {
  readonly at: number
  readonly kind: string
  readonly id: string
}

/** What acts first among things due in the same second: a schedule changes what its subscription then renews with. */
const RANKS: readonly string[] = ['discount', 'subscription_schedule', 'subscription', 'invoice']

const order = (entry: DueEntry): number => entry.at * RANKS.length + Math.max(0, RANKS.indexOf(entry.kind))

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
      if (this.#time(parent) <= order(entry)) break
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
      const smaller = this.#time(left + 1) < this.#time(left) ? left + 1 : left
      if (this.#time(smaller) >= this.#time(at)) return
      this.#swap(at, smaller)
      at = smaller
    }
  }

  #time(at: number): number {
    const entry = this.#heap[at]
    return entry === undefined ? Number.POSITIVE_INFINITY : order(entry)
  }

  #swap(a: number, b: number): void {
    const [first, second] = [this.#heap[a], this.#heap[b]]
    if (first === undefined || second === undefined) return
    this.#heap[a] = second
    this.#heap[b] = first
  }
}
