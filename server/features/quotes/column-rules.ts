// Rule: the head of a CSV names its columns; case, spaces, dashes and underscores don't matter. A needed column that is
// missing, or one that is there twice, refuses the file; one that says nothing to us is named and left out.

const NEEDED = [
  'reference',
  'customer',
  'email',
  'accepted_by',
  'accepted_on',
  'terms',
  'due_days',
  'currency',
  'description',
  'quantity',
  'unit_amount',
] as const

const OPTIONAL = [
  'source',
  'line1',
  'line2',
  'postal_code',
  'city',
  'state',
  'country',
  'team',
  'ticket',
  'purchase_order',
  'tax_type',
  'tax_number',
  'note',
  'price',
] as const

const ALL = [...NEEDED, ...OPTIONAL] as const
export type Column = (typeof ALL)[number]
/** Text of each column, trimmed; empty where the file has none. */
export type Cells = Readonly<Record<Column, string>>

/** These belong to a line; the others to the quote as a whole. */
export const LINE_COLUMNS: ReadonlySet<Column> = new Set(['description', 'quantity', 'unit_amount', 'price'])
export const QUOTE_COLUMNS: readonly Column[] = ALL.filter((column) => !LINE_COLUMNS.has(column))

export interface Head {
  readonly columns: ReadonlyMap<Column, number>
  readonly width: number
  readonly unused: readonly string[]
}

const plainName = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]+/g, '')
const BY_NAME = new Map<string, Column>(ALL.map((column) => [plainName(column), column]))

const MOST_COLUMNS = 200

const wordsOf = (names: readonly string[]): string => names.map((name) => `“${name}”`).join(', ')

export const readHead = (cells: readonly string[]): Head | { readonly why: string } => {
  if (cells.length > MOST_COLUMNS)
    return { why: `Row 1 names ${cells.length} columns; at most ${MOST_COLUMNS} are read.` }
  const columns = new Map<Column, number>()
  const unused: string[] = []
  for (const [at, name] of cells.entries()) {
    const column = BY_NAME.get(plainName(name))
    if (column === undefined) unused.push(name.trim().slice(0, 60))
    else if (columns.has(column)) return { why: `Row 1 names the column “${column}” twice.` }
    else columns.set(column, at)
  }
  const missing = NEEDED.filter((column) => !columns.has(column))
  if (missing.length > 0) return { why: `Row 1 has to name the columns. These are missing: ${wordsOf(missing)}.` }
  return { columns, width: cells.length, unused: unused.filter((name) => name !== '') }
}

export const cellsOf = ({ columns }: Head, row: readonly string[]): Cells => {
  const of = (column: Column): string => {
    const at = columns.get(column)
    return at === undefined ? '' : (row[at] ?? '').trim()
  }
  return Object.fromEntries(ALL.map((column) => [column, of(column)])) as Record<Column, string>
}

/** Whether the reference can be read even from a row whose cells were torn apart after the first ones. */
export const isReferenceFirst = ({ columns }: Head, cells: number): boolean => {
  const needed = [columns.get('reference') ?? 0, columns.get('source') ?? 0]
  return Math.max(...needed) < Math.min(cells, needed.length) && columns.get('reference') === 0
}
