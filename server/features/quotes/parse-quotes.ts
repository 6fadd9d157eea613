import { MOST_IMPORT_ROWS, type QuoteContent } from '@countersign/shared/features/quotes'
import { AppError } from '../../kernel/errors.ts'
import { readHead } from './column-rules.ts'
import { readText, separatorOf } from './encoding-rules.ts'
import { groupRows } from './group-rules.ts'
import { quotesOfJson } from './json-rules.ts'
import { parseCsv } from './parse-csv.ts'
import type { ParsedFile } from './problem-rules.ts'

const refuse = (why: string): AppError => new AppError('IMPORT_REFUSED', { data: { why } })

const quotesOfText = (text: string): ParsedFile<QuoteContent> => {
  let items: unknown
  try {
    items = JSON.parse(text)
  } catch {
    throw refuse('The file begins as JSON, but it is not JSON to its end.')
  }
  if (!Array.isArray(items)) throw refuse('A JSON file of quotes is an array of them.')
  if (items.length > MOST_IMPORT_ROWS) throw refuse(`The file has more than ${MOST_IMPORT_ROWS} quotes. Divide it.`)
  return quotesOfJson(items)
}

const quotesOfCsv = async (text: string): Promise<ParsedFile<QuoteContent>> => {
  const parsed = await parseCsv(text, separatorOf(text))
  if ('why' in parsed) throw refuse(parsed.why)
  const [first, ...rows] = parsed.rows
  if (!first || first.torn !== null) throw refuse('Row 1 has to name the columns.')
  const head = readHead(first.cells)
  if ('why' in head) throw refuse(head.why)
  return groupRows(head, rows)
}

/** What a file says. IMPORT_REFUSED, with the reason, where it can't be trusted as a whole. */
export const parseQuotes = async (bytes: Uint8Array): Promise<ParsedFile<QuoteContent>> => {
  const read = readText(bytes)
  if ('why' in read) throw refuse(read.why)
  const { text } = read
  if (text.trim() === '') throw refuse('The file is empty.')
  return /^\s*[[{]/.test(text) ? quotesOfText(text) : quotesOfCsv(text)
}
