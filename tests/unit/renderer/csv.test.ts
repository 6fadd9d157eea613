import { describe, expect, test } from 'vitest'
import { csvCell, csvText } from '../../../src-renderer/lib/csv.ts'

// Guards: a name that somebody typed never runs as a formula on the desk of whoever opens the export.

describe('cells', () => {
  test.each([
    ['=HYPERLINK("https://evil.example")', `"'=HYPERLINK(""https://evil.example"")"`],
    ['+1 555 0100', "'+1 555 0100"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-cmd', "'-cmd"],
    ['  =1+1', "'  =1+1"],
    ['\t=1+1', `"'\t=1+1"`],
    ['＝1+1', "'＝1+1"],
    ['\u200b=1+1', "'\u200b=1+1"],
    ['|calc', "'|calc"],
  ])('%j becomes text', (text, cell) => {
    expect(csvCell(text)).toBe(cell)
  })

  test.each(['-1200.00', '0', '3480.5', 'Ostrava Glassworks a.s.', '株式会社', 'شركة', ''])(
    '%j stays as it is',
    (text) => {
      expect(csvCell(text)).toBe(text)
    },
  )

  test('commas, quotes, line ends and edges of space are quoted', () => {
    expect(csvCell('a,b')).toBe('"a,b"')
    expect(csvCell('a"b')).toBe('"a""b"')
    expect(csvCell('a\nb')).toBe('"a\nb"')
    expect(csvCell('a ')).toBe('"a "')
  })
})

test('a file begins with the mark for UTF-8 and ends each line as the format asks', () => {
  expect(csvText([['a', 'b'], ['1']])).toBe('\ufeffa,b\r\n1\r\n')
})
