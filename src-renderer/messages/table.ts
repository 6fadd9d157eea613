import { countText, plural } from '../lib/numbers.ts'

export const table = {
  csv: 'CSV',
  print: 'Print',
  columnsShown: 'Columns shown',
  empty: 'Nothing here',
  rows: (count: number) => plural(count, 'row', 'rows'),
  exported: (count: number) => `${plural(count, 'row', 'rows')} written as CSV`,
  printedPart: (shown: number, all: number) =>
    `The first ${countText(shown)} of ${countText(all)} rows are printed; CSV has all`,
  selectAll: 'Select all rows',
  selectRow: (row: string) => `Select ${row}`,
  sortBy: (column: string) => `Sort by ${column}`,
  rowsLoading: 'Rows are being read',
}
