import type { ResultRow } from './results.ts'

const COLUMNS: ReadonlyArray<readonly [string, (row: ResultRow) => string]> = [
  ['figure', (row) => row.what],
  ['value', (row) => `${row.value} ${row.unit}`],
  ['beside', (row) => row.beside],
  ['its value', (row) => `${row.besideValue} ${row.unit}`],
  ['ratio', (row) => String(row.ratio)],
  ['goal', (row) => row.goal],
  ['met', (row) => (row.met ? 'yes' : 'NO')],
]

export const printTable = (rows: readonly ResultRow[]): void => {
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, show]) => show(row)))]
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  for (const line of cells)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}
