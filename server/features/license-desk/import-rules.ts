// Rule: a file of existing licenses is a CSV whose first row names its columns, or a JSON array with the same names. `team`,
// `product`, `plan` and `seats` are needed. Keys come as SHA-256 in hexadecimal, several with spaces between; the keys
// themselves have no place in a file. A row that can't be read is told with its column, and none of it is taken.

import { type Granted, grantPayloadSchema, type ImportReading } from '@countersign/shared/features/license-desk'

const COLUMNS = [
  'team',
  'customer',
  'product',
  'plan',
  'kind',
  'seats',
  'development_seats',
  'limits',
  'support_priority',
  'multi_tenancy',
  'ends_on',
  'updates_until',
  'reference',
  'key_sha256',
] as const
type Column = (typeof COLUMNS)[number]

const NEEDED: readonly Column[] = ['team', 'product', 'plan', 'seats']

const grantedSchema = grantPayloadSchema.shape.licenses.element

/** As the columns are called, by the field that says the same. */
const COLUMN_OF: Readonly<Record<keyof Granted, Column>> = {
  teamId: 'team',
  customerStripeId: 'customer',
  product: 'product',
  plan: 'plan',
  kind: 'kind',
  seats: 'seats',
  developmentSeats: 'development_seats',
  limits: 'limits',
  supportPriority: 'support_priority',
  hasMultiTenancy: 'multi_tenancy',
  endsOn: 'ends_on',
  updatesUntil: 'updates_until',
  reference: 'reference',
  keyHashes: 'key_sha256',
}

type Cells = Readonly<Partial<Record<Column, string>>>

const plain = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')

const limitsOf = (text: string): Record<string, number> =>
  Object.fromEntries(
    text
      .split(/[;,]/)
      .filter((part) => part.trim() !== '')
      .map((part) => {
        const [name = '', value = ''] = part.split('=')
        return [name.trim(), value.trim() === '' ? Number.NaN : Number(value)]
      }),
  )

const orNull = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text.trim()

const numberOf = (text: string | undefined, initial: number): number => Number(orNull(text) ?? initial)

/** Neither yes nor no stays as it is written, which the schema refuses. */
const yesOrNo = (text: string | undefined): unknown => {
  const said = orNull(text)?.toLowerCase() ?? 'no'
  return said === 'yes' || said === 'no' ? said === 'yes' : said
}

const hashesOf = (text = ''): string[] =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((hash) => hash !== '')

const contentOf = (cells: Cells): unknown => {
  const updatesUntil = orNull(cells.updates_until)
  return {
    teamId: orNull(cells.team),
    customerStripeId: orNull(cells.customer),
    product: orNull(cells.product),
    plan: orNull(cells.plan),
    kind: orNull(cells.kind) ?? (updatesUntil === null ? 'subscription' : 'perpetual'),
    seats: numberOf(cells.seats, Number.NaN),
    developmentSeats: numberOf(cells.development_seats, 0),
    limits: limitsOf(cells.limits ?? ''),
    supportPriority: orNull(cells.support_priority),
    hasMultiTenancy: yesOrNo(cells.multi_tenancy),
    endsOn: orNull(cells.ends_on),
    updatesUntil,
    reference: orNull(cells.reference),
    keyHashes: hashesOf(cells.key_sha256),
  }
}

type Problem = ImportReading['problems'][number]
export type ReadRow = { readonly granted: Granted } | { readonly problem: Problem }

const isField = (name: unknown): name is keyof Granted => typeof name === 'string' && Object.hasOwn(COLUMN_OF, name)

/** Rows are counted as a spreadsheet does. */
export const readGranted = (cells: Cells, row: number): ReadRow => {
  const read = grantedSchema.safeParse(contentOf(cells))
  if (read.success) return { granted: read.data }
  const [issue] = read.error.issues
  const field = issue?.path[0]
  return { problem: { row, column: isField(field) ? COLUMN_OF[field] : null, why: issue?.message ?? 'is wrong' } }
}

/** Which column stands where, or why the head can't be used. */
export const readHead = (names: readonly string[]): ReadonlyMap<Column, number> | { readonly why: string } => {
  const places = new Map<Column, number>()
  for (const [at, name] of names.entries()) {
    const column = COLUMNS.find((one) => one === plain(name))
    if (column === undefined)
      return { why: `Row 1 names a column “${name.trim().slice(0, 60)}” that licenses don’t have.` }
    if (places.has(column)) return { why: `Row 1 names the column “${column}” twice.` }
    places.set(column, at)
  }
  const missing = NEEDED.filter((column) => !places.has(column))
  return missing.length === 0
    ? places
    : { why: `Row 1 has to name the columns. These are missing: ${missing.join(', ')}.` }
}

export const cellsOf = (places: ReadonlyMap<Column, number>, row: readonly string[]): Cells =>
  Object.fromEntries([...places].map(([column, at]) => [column, row[at] ?? '']))

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(textOf).join(' ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** An item of a JSON array, under the same names. */
export const cellsOfItem = (item: unknown): Cells =>
  typeof item === 'object' && item !== null
    ? Object.fromEntries(
        Object.entries(item).flatMap(([name, value]) => {
          const column = COLUMNS.find((one) => one === plain(name))
          return column === undefined ? [] : [[column, textOf(value)]]
        }),
      )
    : {}
