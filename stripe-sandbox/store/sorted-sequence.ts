/** Ascending numbers with binary search: appending is the usual case, inserting and removing stay cheap. */
export class SortedSequence {
  readonly #values: number[] = []

  get size(): number {
    return this.#values.length
  }

  /** The position of the first value that is not below the given one. */
  lowerBound(value: number): number {
    let low = 0
    let high = this.#values.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#values[middle] ?? 0) < value) low = middle + 1
      else high = middle
    }
    return low
  }

  add(value: number): void {
    const at = this.lowerBound(value)
    if (at === this.#values.length) this.#values.push(value)
    else if (this.#values[at] !== value) this.#values.splice(at, 0, value)
  }

  remove(value: number): void {
    const at = this.lowerBound(value)
    if (this.#values[at] === value) this.#values.splice(at, 1)
  }

  /** Newest first, starting below `before`. */
  *descending(before = Number.POSITIVE_INFINITY): Generator<number> {
    for (let at = this.lowerBound(before) - 1; at >= 0; at -= 1) yield this.#values[at] as number
  }

  /** Oldest first, starting above `after`. */
  *ascending(after: number): Generator<number> {
    for (let at = this.lowerBound(after + 1); at < this.#values.length; at += 1) yield this.#values[at] as number
  }
}
