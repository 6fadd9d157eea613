// Rule: a JSON file of quotes is an array of what a quote is recorded with; its amounts are decimals in quotation marks,
// since a number of JSON is floating-point. What may be absent may be left out.

import { type ImportProblem, type QuoteContent, quoteContentSchema } from '@countersign/shared/features/quotes'
import { readDecimal } from './amount-rules.ts'
import { type FoundQuote, type ParsedFile, type ShapeIssue, shownReference, whyOf } from './problem-rules.ts'
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

const readQuote = (item: unknown, row: number): { content: QuoteContent } | { problem: ImportProblem } => {
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

const keyOf = ({ source, reference }: QuoteContent): string => JSON.stringify([foldText(source), foldText(reference)])

/** Two quotes of one file under one reference: neither can be the one that is meant. */
const twins = (found: ReadonlyArray<FoundQuote<QuoteContent>>): ImportProblem[] =>
  [...Map.groupBy(found, ({ content }) => keyOf(content)).values()]
    .filter((same) => same.length > 1)
    .flatMap((same) =>
      same.map(({ rows, content }) => ({
        row: rows[0] ?? 0,
        column: 'reference',
        reference: content.reference,
        why: `stands in the file ${same.length} times`,
      })),
    )

export const quotesOfJson = (items: readonly unknown[]): ParsedFile<QuoteContent> => {
  const problems: ImportProblem[] = []
  const found: Array<FoundQuote<QuoteContent>> = []
  for (const [at, item] of items.entries()) {
    const read = readQuote(item, at + 1)
    if ('problem' in read) problems.push(read.problem)
    else found.push({ content: read.content, rows: [at + 1] })
  }
  problems.push(...twins(found))
  const bad = new Set(problems.map(({ row }) => row))
  const quotes = found.filter(({ rows }) => !rows.some((row) => bad.has(row)))
  return {
    rows: items.length,
    quotes,
    broken: items.length - quotes.length,
    problems: problems.toSorted((a, b) => a.row - b.row),
    unusedColumns: [],
  }
}
