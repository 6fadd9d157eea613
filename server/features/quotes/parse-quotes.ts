import { setImmediate as breathe } from 'node:timers/promises'
import { MOST_IMPORT_ROWS, type QuoteContent } from '@countersign/shared/features/quotes'
import { AppError } from '../../kernel/errors.ts'
import { readHead } from './column-rules.ts'
import { readText, separatorOf } from './encoding-rules.ts'
import { gatherRow, readGroup, startGathering } from './group-rules.ts'
import { readItem, withoutTwins } from './json-rules.ts'
import { parseCsv } from './parse-csv.ts'
import { type ParsedFile, parsedOf } from './problem-rules.ts'

const refuse = (why: string): AppError => new AppError('IMPORT_REFUSED', { data: { why } })

const AT_ONCE = 500

/** Slice by slice, so that others are answered meanwhile. */
const mapBreathing = async <From, To>(items: readonly From[], work: (item: From, at: number) => To): Promise<To[]> => {
  const done: To[] = []
  for (const [at, item] of items.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await breathe()
    done.push(work(item, at))
  }
  return done
}

const quotesOfText = async (text: string): Promise<ParsedFile<QuoteContent>> => {
  let items: unknown
  try {
    items = JSON.parse(text)
  } catch {
    throw refuse('The file begins as JSON, but it is not JSON to its end.')
  }
  if (!Array.isArray(items)) throw refuse('A JSON file of quotes is an array of them.')
  if (items.length > MOST_IMPORT_ROWS) throw refuse(`The file has more than ${MOST_IMPORT_ROWS} quotes. Divide it.`)
  const read = withoutTwins(await mapBreathing(items, (item, at) => readItem(item, at + 1)))
  return parsedOf(read, { rows: items.length, loose: [], unusedColumns: [] })
}

const quotesOfCsv = async (text: string): Promise<ParsedFile<QuoteContent>> => {
  const parsed = await parseCsv(text, separatorOf(text))
  if ('why' in parsed) throw refuse(parsed.why)
  const [first, ...rows] = parsed.rows
  if (!first || first.torn !== null) throw refuse('Row 1 has to name the columns.')
  const head = readHead(first.cells)
  if ('why' in head) throw refuse(head.why)
  const gathering = startGathering(head)
  await mapBreathing(rows, (row) => gatherRow(gathering, row))
  const read = await mapBreathing([...gathering.groups.values()], readGroup)
  return parsedOf(read, { rows: gathering.rows, loose: gathering.loose, unusedColumns: head.unused })
}

/** What a file says. IMPORT_REFUSED, with the reason, where it can't be trusted as a whole. */
export const parseQuotes = async (bytes: Uint8Array): Promise<ParsedFile<QuoteContent>> => {
  const read = readText(bytes)
  if ('why' in read) throw refuse(read.why)
  const { text } = read
  if (text.trim() === '') throw refuse('The file is empty.')
  return /^\s*[[{]/.test(text) ? quotesOfText(text) : quotesOfCsv(text)
}
