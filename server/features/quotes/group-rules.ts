// Rule: the rows of one reference are one quote, wherever they stand in the file. What belongs to the quote as a whole is
// said in its first row; a later row repeats it or leaves it empty. One broken row keeps its whole quote out.

import type { ImportProblem } from '@countersign/shared/features/quotes'
import { type Cells, cellsOf, type Head, isReferenceFirst, QUOTE_COLUMNS } from './column-rules.ts'
import { contentOfRows } from './content-rules.ts'
import { type ReadQuote, shownReference } from './problem-rules.ts'
import { foldText } from './quote-rules.ts'

export interface FileRow {
  /** As a spreadsheet counts: the head is 1. */
  readonly row: number
  readonly cells: readonly string[]
  /** Why it could not be split into cells to its end; `cells` are those before. */
  readonly torn: string | null
}

export interface Group {
  readonly rows: Array<{ readonly row: number; readonly cells: Cells }>
  readonly problems: ImportProblem[]
}

export interface Gathering {
  readonly head: Head
  /** That hold something. */
  rows: number
  readonly groups: Map<string, Group>
  /** Of rows that no quote can be named for. */
  readonly loose: ImportProblem[]
  last: Group | null
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')

const keyOf = ({ source, reference }: Cells): string => JSON.stringify([foldText(source), foldText(reference)])

const groupOf = (groups: Map<string, Group>, key: string): Group => {
  const known = groups.get(key)
  if (known) return known
  const made: Group = { rows: [], problems: [] }
  groups.set(key, made)
  return made
}

const faultOfShape = ({ torn, cells }: FileRow, { width }: Head): string | null => {
  if (torn !== null) return torn
  return cells.length === width ? null : `has ${cells.length} cells where row 1 has ${width}`
}

/** Nobody can tell whose row it is: the quote above it stays out as well, since it may be one of its lines. */
const addStray = (at: Gathering, row: number, why: string): void => {
  const above = at.last?.rows.at(-1)?.cells.reference
  const also = above === undefined ? '' : `; it may belong to ${shownReference(above)} above, which stays out too`
  const problem = { row, column: null, reference: null, why: `${why}${also}` }
  if (at.last) at.last.problems.push(problem)
  else at.loose.push(problem)
}

export const startGathering = (head: Head): Gathering => ({
  head,
  rows: 0,
  groups: new Map(),
  loose: [],
  last: null,
})

/** Takes one row below the head, in their order. */
export const gatherRow = (at: Gathering, line: FileRow): void => {
  if (line.torn === null && isBlank(line.cells)) return
  at.rows += 1
  const { row } = line
  const fault = faultOfShape(line, at.head)
  const cells = cellsOf(at.head, line.cells)
  const isSure = fault === null || isReferenceFirst(at.head, line.cells.length)
  if (!isSure) return addStray(at, row, fault)
  if (cells.reference === '') return addStray(at, row, 'has no reference')
  const group = groupOf(at.groups, keyOf(cells))
  if (fault !== null) group.problems.push({ row, column: null, reference: shownReference(cells.reference), why: fault })
  group.rows.push({ row, cells })
  at.last = group
}

const disagreements = ({ rows }: Group): ImportProblem[] => {
  const [first, ...others] = rows
  if (!first) return []
  return others.flatMap(({ row, cells }) => {
    const column = QUOTE_COLUMNS.find((name) => {
      const said = cells[name]
      return said !== '' && said !== first.cells[name] && name !== 'reference' && name !== 'source'
    })
    if (column === undefined) return []
    return [{ row, column, reference: shownReference(cells.reference), why: `is not what row ${first.row} says` }]
  })
}

/** The quote that the rows of one reference make; or each of them that keeps it out. */
export const readGroup = (group: Group): ReadQuote => {
  const own = [...group.problems, ...disagreements(group)]
  const marked = new Set(own.map(({ row }) => row))
  const { content, problems } = contentOfRows(group.rows)
  // One row is named once, with the first thing that is wrong with it.
  const all = [...own, ...problems.filter(({ row }) => !marked.has(row))]
  const isWhole = all.length === 0 && content !== null
  return { found: isWhole ? { content, rows: group.rows.map(({ row }) => row) } : null, problems: all }
}
