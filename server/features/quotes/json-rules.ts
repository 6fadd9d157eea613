// Rule: a JSON file of quotes is an array of what a quote is recorded with; its amounts are decimals in quotation marks,
// since a number of JSON is floating-point. What may be absent may be left out.

import { type ImportProblem, type QuoteContent, quoteContentSchema } from '@countersign/shared/features/quotes'
import { readDecimal } from './amount-rules.ts'
import { type ReadQuote, type ShapeIssue, shownReference, whyOf } from './problem-rules.ts'
import { faultOf, foldText } from './quote-rules.ts'

type Loose = Readonly<Record<string, unknown>>

const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value)

const NO_ADDRESS = { line1: null, line2: null, postalCode: null, city: null, state: null, country: null }
const ABSENT = { source: '', teamId: null, ticket: null, purchaseOrder: null, taxNumbers: [], note: null }

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

interface ReadLines {
  readonly lines: unknown
  readonly wrong: { readonly column: string; readonly why: string } | null
}

const readLine = (line: unknown, at: number, currency: string): { value: unknown; wrong: ReadLines['wrong'] } => {
  if (!isLoose(line)) return { value: line, wrong: null }
  const column = `lines.${at}.unitAmount`
  const given = line['unitAmount']
  if (typeof given !== 'string')
    return { value: line, wrong: { column, why: 'has to be a decimal in quotation marks, such as "1200.50"' } }
  const read = readDecimal(given.trim(), currency)
  if ('why' in read) return { value: line, wrong: { column, why: read.why } }
  return { value: { priceStripeId: null, ...line, unitAmount: read.amount }, wrong: null }
}

const readLines = (lines: unknown, currency: string): ReadLines => {
  if (!Array.isArray(lines)) return { lines, wrong: null }
  const read = lines.map((line, at) => readLine(line, at, currency))
  return { lines: read.map(({ value }) => value), wrong: read.find(({ wrong }) => wrong !== null)?.wrong ?? null }
}

const columnOf = ({ path }: ShapeIssue): string | null => (path.length === 0 ? null : path.join('.'))

const contentOf = (item: unknown, row: number): { content: QuoteContent } | { problem: ImportProblem } => {
  if (!isLoose(item))
    return { problem: { row, column: null, reference: null, why: 'is not a quote but something else' } }
  const reference = shownReference(textOf(item['reference']))
  const currency = textOf(item['currency']).toLowerCase()
  const { lines, wrong } = readLines(item['lines'], currency)
  if (wrong !== null) return { problem: { row, reference, ...wrong } }
  const address = isLoose(item['address']) ? { ...NO_ADDRESS, ...item['address'] } : (item['address'] ?? NO_ADDRESS)
  const read = quoteContentSchema.safeParse({ ...ABSENT, ...item, address, currency, lines })
  if (!read.success) {
    const [issue] = read.error.issues
    return {
      problem: { row, reference, column: issue ? columnOf(issue) : null, why: issue ? whyOf(issue) : 'is wrong' },
    }
  }
  const fault = faultOf(read.data)
  if (fault === null) return { content: read.data }
  const column = fault.line === null ? null : `lines.${fault.line}.unitAmount`
  return { problem: { row, reference, column, why: fault.why } }
}

/** One item of the array; items are counted from 1. */
export const readItem = (item: unknown, row: number): ReadQuote => {
  const read = contentOf(item, row)
  if ('problem' in read) return { found: null, problems: [read.problem] }
  return { found: { content: read.content, rows: [row] }, problems: [] }
}

const keyOf = (read: ReadQuote): string | null =>
  read.found && JSON.stringify([foldText(read.found.content.source), foldText(read.found.content.reference)])

/** Two quotes of one file under one reference: neither can be the one that is meant. */
export const withoutTwins = (read: readonly ReadQuote[]): ReadQuote[] => {
  const same = Map.groupBy(read, keyOf)
  return read.map((one) => {
    const key = keyOf(one)
    const times = key === null ? 1 : (same.get(key)?.length ?? 1)
    if (one.found === null || times === 1) return one
    const { content, rows } = one.found
    const why = `stands in the file ${times} times`
    return { found: null, problems: [{ row: rows[0] ?? 0, column: 'reference', reference: content.reference, why }] }
  })
}
