import { setImmediate as breathe } from 'node:timers/promises'
import { MOST_IMPORT_ROWS } from '@countersign/shared/features/quotes'
import { type CsvError, type Parser, parse } from 'csv-parse'
import type { FileRow } from './group-rules.ts'

const CHUNK_CHARS = 256 * 1024
const MOST_ROW_CHARS = 100_000
const LINE_END = /\r\n|\n|\r/

interface Collected {
  readonly rows: FileRow[]
  /** The first reason why the file can't be trusted from there on. */
  why: string | null
}

interface RawRecord {
  readonly record: readonly string[]
}

const isRaw = (value: unknown): value is RawRecord =>
  typeof value === 'object' && value !== null && 'record' in value && Array.isArray(value.record)

const REASONS: Readonly<Record<string, (row: number) => string>> = {
  CSV_MAX_RECORD_SIZE: (row) =>
    `Row ${row} has more than ${MOST_ROW_CHARS} characters; perhaps a quotation mark is opened there and never closed.`,
  CSV_QUOTE_NOT_CLOSED: (row) => `A quotation mark is opened in row ${row} and never closed.`,
  CSV_INVALID_CLOSING_QUOTE: (row) =>
    `In row ${row} something follows a closing quotation mark, so that nobody can tell where the row ends.`,
}

/**
 * A mark inside a cell without marks tears just its own row, unless another one opens a cell behind it: then the row might
 * go on in the next line. Null in that case.
 */
const cellsBeforeTear = (line: string, separator: string): readonly string[] | null => {
  const tear = line.indexOf('"')
  if (tear < 0 || line.slice(tear).includes(`${separator}"`)) return null
  return line.slice(0, tear).split(separator).slice(0, -1)
}

const createTearReader = (text: string, separator: string) => {
  let lines: readonly string[] | null = null
  return ({ code, lines: at }: CsvError): readonly string[] | null => {
    if (code !== 'INVALID_OPENING_QUOTE' || typeof at !== 'number') return null
    lines ??= text.split(LINE_END)
    return cellsBeforeTear(lines[at - 1] ?? '', separator)
  }
}

const openParser = (text: string, separator: string, found: Collected): Parser => {
  const readTear = createTearReader(text, separator)
  const add = (cells: readonly string[], torn: string | null) => {
    const row = found.rows.length + 1
    if (row > MOST_IMPORT_ROWS + 1) found.why ??= `The file has more than ${MOST_IMPORT_ROWS} rows. Divide it.`
    if (found.why === null) found.rows.push({ row, cells, torn })
    return null
  }
  return parse({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_records_with_error: true,
    max_record_size: MOST_ROW_CHARS,
    raw: true,
    on_record: (value: unknown) => add(isRaw(value) ? value.record : [], null),
    on_skip: (error) => {
      const cells = error ? readTear(error) : null
      if (cells) return void add(cells, 'has a quotation mark inside a cell that has none around it')
      const row = found.rows.length + 1
      found.why ??= REASONS[error?.code ?? '']?.(row) ?? `Row ${row} is no CSV: its quotation marks don’t fit.`
    },
  })
}

/** Rows of a CSV as a spreadsheet counts them, or why the file can't be read. Lets others work between its pieces. */
export const parseCsv = async (
  text: string,
  separator: ',' | ';',
): Promise<{ readonly rows: readonly FileRow[] } | { readonly why: string }> => {
  const found: Collected = { rows: [], why: null }
  const parser = openParser(text, separator, found)
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>()
  parser.once('end', resolve).once('error', reject).resume()
  ended.catch(() => {})
  for (let at = 0; at < text.length && found.why === null; at += CHUNK_CHARS) {
    parser.write(text.slice(at, at + CHUNK_CHARS))
    await breathe()
  }
  if (found.why !== null) {
    parser.destroy()
    return { why: found.why }
  }
  parser.end()
  await ended
  return found.why === null ? { rows: found.rows } : { why: found.why }
}
