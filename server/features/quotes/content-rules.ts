// Rule: a quote of a file has to satisfy what one recorded by hand has to; each fault is named with its row and column.

import { type ImportProblem, type QuoteContent, quoteContentSchema } from '@countersign/shared/features/quotes'
import { readDecimal } from './amount-rules.ts'
import type { Cells, Column } from './column-rules.ts'
import { type ShapeIssue, shownReference, whyOf } from './problem-rules.ts'
import { faultOf } from './quote-rules.ts'

interface NumberedCells {
  readonly row: number
  readonly cells: Cells
}

export interface ReadContent {
  readonly content: QuoteContent | null
  readonly problems: readonly ImportProblem[]
}

/** Where a part of the contract stands in a CSV. */
const COLUMN_OF: Readonly<Record<string, Column>> = {
  reference: 'reference',
  source: 'source',
  customerName: 'customer',
  billingEmail: 'email',
  'address.line1': 'line1',
  'address.line2': 'line2',
  'address.postalCode': 'postal_code',
  'address.city': 'city',
  'address.state': 'state',
  'address.country': 'country',
  teamId: 'team',
  ticket: 'ticket',
  acceptedBy: 'accepted_by',
  acceptedOn: 'accepted_on',
  terms: 'terms',
  daysUntilDue: 'due_days',
  currency: 'currency',
  purchaseOrder: 'purchase_order',
  'taxNumbers.0.type': 'tax_type',
  'taxNumbers.0.value': 'tax_number',
  note: 'note',
  description: 'description',
  quantity: 'quantity',
  unitAmount: 'unit_amount',
  priceStripeId: 'price',
}

const orNull = (text: string): string | null => (text === '' ? null : text)
/** NaN, which the contract refuses, for anything but plain digits. */
const wholeOf = (text: string): number => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN)

const amountOf = (text: string, currency: string): number => {
  const read = readDecimal(text, currency)
  return 'amount' in read ? read.amount : Number.NaN
}

const candidateOf = (first: Cells, rows: readonly NumberedCells[]) => {
  const currency = first.currency.toLowerCase()
  const hasTax = first.tax_type !== '' || first.tax_number !== ''
  return {
    reference: first.reference,
    source: first.source,
    customerName: first.customer,
    billingEmail: first.email,
    address: {
      line1: orNull(first.line1),
      line2: orNull(first.line2),
      postalCode: orNull(first.postal_code),
      city: orNull(first.city),
      state: orNull(first.state),
      country: orNull(first.country.toUpperCase()),
    },
    teamId: orNull(first.team),
    ticket: orNull(first.ticket),
    acceptedBy: first.accepted_by,
    acceptedOn: first.accepted_on,
    terms: first.terms,
    daysUntilDue: wholeOf(first.due_days),
    currency,
    lines: rows.map(({ cells }) => ({
      description: cells.description,
      quantity: wholeOf(cells.quantity),
      unitAmount: amountOf(cells.unit_amount, currency),
      priceStripeId: orNull(cells.price),
    })),
    purchaseOrder: orNull(first.purchase_order),
    taxNumbers: hasTax ? [{ type: first.tax_type, value: first.tax_number }] : [],
    note: orNull(first.note),
  }
}

const MOST_SHOWN = 40
const shown = (text: string): string => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text)

const NUMBER_COLUMNS: ReadonlySet<Column> = new Set(['due_days', 'quantity'])

/** Numbers are told from the text that stood there, the rest from the contract. */
const wordsFor = (column: Column, cells: Cells, issue: ShapeIssue): string => {
  const text = cells[column]
  if (text === '' && issue.code !== 'custom') return 'is missing'
  if (column === 'unit_amount') {
    const read = readDecimal(text, cells.currency.toLowerCase())
    if ('why' in read) return read.why
  }
  if (NUMBER_COLUMNS.has(column) && issue.code === 'invalid_type') return `“${shown(text)}” is not a whole number`
  if (column === 'currency') return `“${shown(text)}” is not a currency code such as USD`
  return whyOf(issue)
}

const problemOf = (issue: ShapeIssue, rows: readonly NumberedCells[]): ImportProblem[] => {
  const [part, at, name] = issue.path
  const isLine = part === 'lines' && typeof at === 'number'
  const place = rows[isLine ? at : 0]
  const first = rows[0]
  if (!place || !first) return []
  const column = COLUMN_OF[isLine ? String(name) : issue.path.join('.')] ?? null
  const cells = { ...place.cells, currency: first.cells.currency }
  const why = column === null ? whyOf(issue) : wordsFor(column, cells, issue)
  return [{ row: place.row, column, reference: shownReference(first.cells.reference), why }]
}

const firstOfEachRow = (problems: readonly ImportProblem[]): ImportProblem[] => [
  ...new Map(problems.toReversed().map((problem) => [problem.row, problem])).values(),
]

/** The quote that these rows say, or each row that keeps it out, named once. */
export const contentOfRows = (rows: readonly NumberedCells[]): ReadContent => {
  const [first] = rows
  if (!first) return { content: null, problems: [] }
  const read = quoteContentSchema.safeParse(candidateOf(first.cells, rows))
  if (!read.success) {
    const problems = read.error.issues.flatMap((issue) => problemOf(issue, rows))
    return { content: null, problems: firstOfEachRow(problems) }
  }
  const fault = faultOf(read.data)
  if (fault === null) return { content: read.data, problems: [] }
  const row = rows[fault.line ?? 0]?.row ?? first.row
  return {
    content: null,
    problems: [{ row, column: null, reference: shownReference(first.cells.reference), why: fault.why }],
  }
}
