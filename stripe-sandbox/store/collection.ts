import type { Journal } from './journal.ts'
import { SortedSequence } from './sorted-sequence.ts'

export interface StoredObject {
  readonly id: string
}

export interface Row<T> {
  readonly sequence: number
  readonly value: T
  readonly isDeleted: boolean
}

/** Index name → the values under which an object is found. */
export type Indexes<T> = Readonly<Record<string, (value: T) => readonly string[]>>

export interface IndexKey {
  readonly index: string
  readonly value: string
}

const sequenceOf = (...values: readonly number[]): SortedSequence => {
  const sequence = new SortedSequence()
  for (const value of values) sequence.add(value)
  return sequence
}

/** Objects of one kind in order of creation. Values are never changed in place, so that events can share them. */
export class Collection<T extends StoredObject> {
  readonly kind: string
  readonly #indexes: Indexes<T>
  readonly #journal: Journal
  readonly #rows = new Map<string, Row<T>>()
  readonly #idAt: (string | undefined)[] = []
  readonly #order = new SortedSequence()
  /** Most keys belong to one object: those keep a plain number, which a million customers notice. */
  readonly #found = new Map<string, SortedSequence | number>()

  constructor(kind: string, indexes: Indexes<T>, journal: Journal) {
    this.kind = kind
    this.#indexes = indexes
    this.#journal = journal
  }

  get size(): number {
    return this.#order.size
  }

  get(id: string): T | undefined {
    const row = this.#rows.get(id)
    return row === undefined || row.isDeleted ? undefined : row.value
  }

  /** Also finds what was deleted: references to it stay readable. */
  row(id: string): Row<T> | undefined {
    return this.#rows.get(id)
  }

  /** Every row, deleted ones too, in order of creation. */
  rows(): Row<T>[] {
    return [...this.#rows.values()].toSorted((a, b) => a.sequence - b.sequence)
  }

  insert(value: T): T {
    this.#write(value.id, { sequence: this.#idAt.length, value, isDeleted: false })
    return value
  }

  replace(value: T): T {
    const row = this.#rows.get(value.id)
    if (row === undefined) throw new Error(`${this.kind} ${value.id} is not in the store`)
    this.#write(value.id, { ...row, value })
    return value
  }

  remove(id: string): void {
    const row = this.#rows.get(id)
    if (row !== undefined) this.#write(id, { ...row, isDeleted: true })
  }

  /** Forgets a row altogether, its memory too; only for what nothing refers to. */
  purge(id: string): void {
    const row = this.#rows.get(id)
    if (row === undefined) return
    this.#set(id, undefined, row.sequence)
    this.#journal.record({ kind: this.kind, id, undo: () => this.#set(id, row) })
  }

  /** Puts a row back as it was saved; used when state is loaded. */
  restore(row: Row<T>): void {
    this.#set(row.value.id, row)
  }

  #write(id: string, row: Row<T>): void {
    const before = this.#rows.get(id)
    this.#set(id, row)
    this.#journal.record({ kind: this.kind, id, undo: () => this.#set(id, before, row.sequence) })
  }

  #set(id: string, row: Row<T> | undefined, sequence = row?.sequence ?? 0): void {
    const before = this.#rows.get(id)
    if (this.#isFoundAlike(before, row)) this.#rows.set(id, row)
    else this.#relist(id, row, sequence)
  }

  #relist(id: string, row: Row<T> | undefined, sequence: number): void {
    const before = this.#rows.get(id)
    if (before !== undefined && !before.isDeleted) this.#unlist(before)
    if (row === undefined) {
      this.#rows.delete(id)
      this.#idAt[sequence] = undefined
      return
    }
    this.#rows.set(id, row)
    this.#idAt[sequence] = id
    if (!row.isDeleted) this.#list(row)
  }

  /** Most changes leave what an object is found by as it was. */
  #isFoundAlike(a: Row<T> | undefined, b: Row<T> | undefined): b is Row<T> {
    if (a === undefined || b === undefined || a.isDeleted || b.isDeleted || a.sequence !== b.sequence) return false
    const keys = [...this.#keysOf(b.value)]
    let at = 0
    for (const key of this.#keysOf(a.value)) {
      if (key !== keys[at]) return false
      at += 1
    }
    return at === keys.length
  }

  #list(row: Row<T>): void {
    this.#order.add(row.sequence)
    for (const key of this.#keysOf(row.value)) {
      const found = this.#found.get(key)
      if (found === undefined) this.#found.set(key, row.sequence)
      else if (typeof found === 'number') this.#found.set(key, sequenceOf(found, row.sequence))
      else found.add(row.sequence)
    }
  }

  #unlist(row: Row<T>): void {
    this.#order.remove(row.sequence)
    for (const key of this.#keysOf(row.value)) {
      const found = this.#found.get(key)
      if (typeof found === 'object') found.remove(row.sequence)
      if (found === row.sequence || (typeof found === 'object' && found.size === 0)) this.#found.delete(key)
    }
  }

  *#keysOf(value: T): Generator<string> {
    for (const [index, keysOf] of Object.entries(this.#indexes)) {
      for (const key of keysOf(value)) yield `${index}\u0000${key}`
    }
  }

  /** The smallest sequence among the given index keys, or all. */
  narrowest(keys: readonly IndexKey[]): SortedSequence {
    const candidates = keys.map(({ index, value }) => this.#find(`${index}\u0000${value}`))
    return candidates.toSorted((a, b) => a.size - b.size)[0] ?? this.#order
  }

  #find(key: string): SortedSequence {
    const found = this.#found.get(key)
    if (found === undefined) return sequenceOf()
    return typeof found === 'number' ? sequenceOf(found) : found
  }

  /** Values newest first. */
  *newest(keys: readonly IndexKey[] = [], before?: number): Generator<T> {
    for (const sequence of this.narrowest(keys).descending(before)) yield this.#at(sequence)
  }

  /** Values newest first, as of now: safe to write to while going through them. */
  list(keys: readonly IndexKey[] = []): T[] {
    return Array.from(this.newest(keys))
  }

  /** Values oldest first. */
  *oldest(keys: readonly IndexKey[] = [], after = -1): Generator<T> {
    for (const sequence of this.narrowest(keys).ascending(after)) yield this.#at(sequence)
  }

  #at(sequence: number): T {
    const row = this.#rows.get(this.#idAt[sequence] ?? '')
    if (row === undefined) throw new Error(`${this.kind} lost its row ${sequence}`)
    return row.value
  }
}
