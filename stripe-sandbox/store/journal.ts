/** One row that a unit of work touched; the row's state is read when the work is over. */
export interface TouchedRow {
  readonly kind: string
  readonly id: string
}

interface Entry extends TouchedRow {
  readonly undo: () => void
}

/** Remembers how to take a unit of work back: a refused request or a preview leaves no trace. */
export class Journal {
  #entries: Entry[] = []

  record(entry: Entry): void {
    this.#entries.push(entry)
  }

  mark(): number {
    return this.#entries.length
  }

  rollback(to = 0): void {
    for (const entry of this.#entries.splice(to).toReversed()) entry.undo()
  }

  /** Ends the unit of work and says what it touched. */
  commit(): TouchedRow[] {
    const touched = new Map(this.#entries.map((entry) => [`${entry.kind}/${entry.id}`, entry]))
    this.#entries = []
    return [...touched.values()]
  }
}
