import { type ImportReading, MOST_GRANTED } from '@countersign/shared/features/license-desk'
import { AppError } from '../../kernel/errors.ts'
import { parseCsv } from '../quotes/index.ts'
import { cellsOf, cellsOfItem, readGranted, readHead, type ReadRow } from './import-rules.ts'

const refuse = (why: string): AppError => new AppError('IMPORT_REFUSED', { data: { why } })

const rowsOfJson = (text: string): ReadRow[] => {
  let items: unknown
  try {
    items = JSON.parse(text)
  } catch {
    throw refuse('The file begins as JSON, but it is not JSON to its end.')
  }
  if (!Array.isArray(items)) throw refuse('A JSON file of licenses is an array of them.')
  return items.map((item, at) => readGranted(cellsOfItem(item), at + 1))
}

const rowsOfCsv = async (text: string): Promise<ReadRow[]> => {
  const [head = ''] = text.split(/\r?\n/, 1)
  const parsed = await parseCsv(text, head.split(';').length > head.split(',').length ? ';' : ',')
  if ('why' in parsed) throw refuse(parsed.why)
  const [first, ...rows] = parsed.rows
  const places = readHead(first?.cells ?? [])
  if ('why' in places) throw refuse(places.why)
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  return filled.map(({ cells, row, torn }) =>
    torn === null ? readGranted(cellsOf(places, cells), row) : { problem: { row, column: null, why: torn } },
  )
}

/** What a file says of licenses that exist already; nothing is written. Refuses IMPORT_REFUSED where it can't be read as a whole. */
export const readImport = async (given: string): Promise<ImportReading> => {
  const text = given.replace(/^\uFEFF/, '')
  if (text.trim() === '') throw refuse('The file is empty.')
  const rows = /^\s*[[{]/.test(text) ? rowsOfJson(text) : await rowsOfCsv(text)
  if (rows.length > MOST_GRANTED) throw refuse(`The file has more than ${MOST_GRANTED} licenses. Divide it.`)
  return {
    licenses: rows.flatMap((row) => ('granted' in row ? [row.granted] : [])),
    problems: rows.flatMap((row) => ('problem' in row ? [row.problem] : [])),
  }
}
