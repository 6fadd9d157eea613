import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'

/** A figure beside its peer or limit of the same run. `goal`: `value <= 10` or `ratio >= 0.3`. */
export interface ResultRow {
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly beside: string
  readonly besideValue: number
  readonly ratio: number
  readonly goal: string
  readonly met: boolean
}

export type Say = (line: string) => void
export type Bench = (say: Say) => Promise<ResultRow[]>

const rounded = (value: number): number => Number(value.toPrecision(4))

const isMet = (goal: string, facts: { value: number; ratio: number }): boolean => {
  const match = /^(value|ratio) (<=|>=) ([\d.]+)$/.exec(goal)
  if (!match) throw new Error(`a goal reads "value <= 10" or "ratio >= 0.3", not "${goal}"`)
  const [, fact, comparison, limit] = match
  const reached = fact === 'value' ? facts.value : facts.ratio
  return comparison === '<=' ? reached <= Number(limit) : reached >= Number(limit)
}

export const toRow = (facts: Omit<ResultRow, 'ratio' | 'met'>): ResultRow => {
  const ratio = facts.value / facts.besideValue
  return {
    ...facts,
    value: rounded(facts.value),
    besideValue: rounded(facts.besideValue),
    ratio: rounded(ratio),
    met: isMet(facts.goal, { value: facts.value, ratio }),
  }
}

const machine = (): string =>
  `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`

/** Returns the file, relative to the repository. */
export const writeResults = (name: string, rows: readonly ResultRow[]): string => {
  const file = join('bench', 'results', `${name}.json`)
  const root = join(import.meta.dirname, '..', '..')
  mkdirSync(join(root, 'bench', 'results'), { recursive: true })
  const content = { name, machine: machine(), node: process.version, at: new Date().toISOString(), rows }
  writeFileSync(join(root, file), `${JSON.stringify(content, null, 2)}\n`)
  return file
}
