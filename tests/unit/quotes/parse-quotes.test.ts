// Guards: a file of quotes is read exactly or refused by name; a quote with one broken row stays out as a whole.
import { describe, expect, test } from 'vitest'
import { parseQuotes } from '../../../server/features/quotes/parse-quotes.ts'
import { AppError } from '../../../server/kernel/errors.ts'
import { CSV_HEAD, csvFile, csvRow } from '../../support/quotes.ts'

const refusal = async (bytes: Uint8Array): Promise<string> => {
  const error: unknown = await parseQuotes(bytes).catch((thrown: unknown) => thrown)
  if (!(error instanceof AppError)) return `not refused: ${JSON.stringify(error).slice(0, 200)}`
  return `${error.code}: ${String(error.data?.['why'])}`
}

const problemsOf = async (rows: readonly string[]) =>
  (await parseQuotes(csvFile(rows))).problems.map(({ row, column, why }) => [row, column, why])

describe('a CSV of quotes', () => {
  test('makes one quote of the rows of one reference, wherever they stand', async () => {
    const { quotes, problems, rows } = await parseQuotes(
      csvFile([
        csvRow({ description: 'First' }),
        csvRow({ reference: 'Q-2', currency: 'JPY', unit_amount: '1280000' }),
        csvRow({
          reference: 'q-1',
          description: 'Second',
          customer: '',
          email: '',
          quantity: '3',
          unit_amount: '0.07',
        }),
      ]),
    )
    expect(problems).toEqual([])
    expect(rows).toBe(3)
    expect(quotes.map(({ content, rows }) => [content.reference, content.currency, rows])).toEqual([
      ['Q-1', 'usd', [2, 4]],
      ['Q-2', 'jpy', [3]],
    ])
    expect(quotes[0]?.content.lines).toEqual([
      { description: 'First', quantity: 1, unitAmount: 120_050, priceStripeId: null },
      { description: 'Second', quantity: 3, unitAmount: 7, priceStripeId: null },
    ])
  })

  test('keeps quoted commas, marks, line ends and formulas as they are', async () => {
    const description = '"=HYPERLINK(""http://x"",""a"")\r\nsecond; line, too"'
    const { quotes } = await parseQuotes(csvFile([csvRow({ description, customer: '@SUM(A1)' })]))
    expect(quotes[0]?.content.lines[0]?.description).toBe('=HYPERLINK("http://x","a")\r\nsecond; line, too')
    expect(quotes[0]?.content.customerName).toBe('@SUM(A1)')
  })

  test('is read with semicolons, loose names of columns, blank rows, and columns that say nothing to us', async () => {
    const text = [
      `${CSV_HEAD.replaceAll(',', ';').toUpperCase().replaceAll('_', ' ')};Sales Rep`,
      `${csvRow().replaceAll(',', ';')};Kim`,
      ';;;;;;;;;;;',
      '',
    ].join('\n')
    const { quotes, rows, unusedColumns, problems } = await parseQuotes(Buffer.from(text))
    expect([quotes.length, rows, unusedColumns, problems]).toEqual([1, 1, ['Sales Rep'], []])
  })

  test.each([
    ['UTF-8 with its mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 BE', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('is read in %s', async (_name, encode) => {
    const { quotes } = await parseQuotes(encode([CSV_HEAD, csvRow({ customer: '株式会社ミナト計測' })].join('\n')))
    expect(quotes[0]?.content.customerName).toBe('株式会社ミナト計測')
  })

  test('names each broken row once, by column and reason, and keeps its whole quote out', async () => {
    const good = csvRow({ reference: 'Q-good' })
    const rows = [
      good,
      csvRow({ quantity: '1.5' }),
      csvRow({ description: 'the other line of Q-1' }),
      csvRow({ reference: 'Q-3', accepted_on: '17/11/2026' }),
      csvRow({ reference: 'Q-4', email: 'nobody' }),
      csvRow({ reference: 'Q-5', currency: 'EURO' }),
      csvRow({ reference: 'Q-6', unit_amount: '"1,280,000"' }),
      csvRow({ reference: 'Q-7', unit_amount: '1,280,000' }),
      csvRow({ reference: 'Q-8', customer: '' }),
      csvRow({ reference: 'Q-9', customer: 'NUL \u0000 here' }),
      csvRow({ reference: 'Q-10', due_days: '400' }),
      csvRow({ reference: 'Q-11' }),
      csvRow({ reference: 'Q-11', currency: 'EUR' }),
      csvRow({ reference: 'Q-12', description: '5" pipe' }),
    ]
    expect(await problemsOf(rows)).toEqual([
      [3, 'quantity', '“1.5” is not a whole number'],
      [5, 'accepted_on', 'is not a day; write it as 2026-11-20'],
      [6, 'email', 'is not an e-mail address'],
      [7, 'currency', '“EURO” is not a currency code such as USD'],
      [8, 'unit_amount', '“1,280,000” has separators; write digits and at most one point, such as 1280000 or 1200.50'],
      [9, null, 'has 13 cells where row 1 has 11'],
      [10, 'customer', 'is missing'],
      [11, 'customer', 'holds a character that can’t be kept, such as NUL'],
      [12, 'due_days', 'is more than 365'],
      [14, 'currency', 'is not what row 13 says'],
      [15, null, 'has a quotation mark inside a cell that has none around it'],
    ])
    const { quotes, broken } = await parseQuotes(csvFile(rows))
    expect(quotes.map(({ content }) => content.reference)).toEqual(['Q-good'])
    expect(broken).toBe(11)
  })

  test('keeps the quote above out as well, where a row doesn’t say whose it is', async () => {
    const { quotes, problems } = await parseQuotes(
      csvFile([csvRow(), csvRow({ reference: '' }), csvRow({ reference: 'Q-2' })]),
    )
    expect(quotes.map(({ content }) => content.reference)).toEqual(['Q-2'])
    expect(problems.map(({ row, why }) => [row, why])).toEqual([
      [3, 'has no reference; it may belong to Q-1 above, which stays out too'],
    ])
  })
})

describe('a hostile file', () => {
  const wide = `${'x,'.repeat(1_000_000)}\n`
  test.each([
    ['Windows-1252', Buffer.from([CSV_HEAD, csvRow({ customer: 'Café' })].join('\n'), 'latin1'), 'not UTF-8'],
    ['UTF-16 without its mark', Buffer.from([CSV_HEAD, csvRow()].join('\n'), 'utf16le'), 'UTF-16 without its mark'],
    ['half a character of UTF-16', Buffer.from([0xff, 0xfe, 0x00, 0xd8]), 'says that it is UTF-16'],
    ['nothing', Buffer.from(' \n'), 'is empty'],
    ['a head of a million columns', Buffer.from(wide), 'more than 100000 characters'],
    ['a row of a million columns', Buffer.from(`${CSV_HEAD}\n${wide}`), 'more than 100000 characters'],
    ['a mark that is never closed', csvFile([csvRow({ description: '"open' }), csvRow()]), 'never closed'],
    ['a mark that closes too early', csvFile([csvRow({ description: '"a"b' }), csvRow()]), 'follows a closing'],
    ['two marks that may hide a row', csvFile([csvRow({ customer: 'a"b', description: '"c' }), csvRow()]), 'Row 2'],
    ['a column twice', Buffer.from(`${CSV_HEAD},Due Days\n`), 'twice'],
    ['columns that are missing', Buffer.from('reference,customer\nQ-1,Ada\n'), '“email”, “accepted_by”'],
    ['more rows than are read', csvFile(Array.from({ length: 50_001 }, () => 'Q-1')), 'more than 50000 rows'],
    ['a ZIP', Buffer.from('PK\u0003\u0004\u0014\u0000\u0006'), 'Row 1'],
    ['JSON that is none', Buffer.from('[{"reference": '), 'not JSON to its end'],
    ['JSON that is no list', Buffer.from('{"quotes": []}'), 'an array'],
    ['JSON a million levels deep', Buffer.from('['.repeat(1_000_000)), 'not JSON to its end'],
  ])('%s is refused by name', async (_name, bytes, why) => {
    expect(await refusal(bytes)).toMatch(/^IMPORT_REFUSED: /)
    expect(await refusal(bytes)).toContain(why)
  })

  test('of 25 MB is read in seconds, letting others work meanwhile', async () => {
    const note = 'x'.repeat(450)
    const rows = Array.from({ length: 45_000 }, (_, at) => csvRow({ reference: `Q-${at}`, description: note }))
    const bytes = csvFile(rows)
    expect(bytes.length).toBeGreaterThan(23_000_000)
    let turns = 0
    const timer = setInterval(() => (turns += 1), 1)
    const { quotes, problems } = await parseQuotes(bytes).finally(() => clearInterval(timer))
    expect([quotes.length, problems.length]).toEqual([45_000, 0])
    expect(turns).toBeGreaterThan(5)
  })
})

describe('a JSON of quotes', () => {
  const quote = {
    reference: 'Q-1',
    customerName: 'Ada Works',
    billingEmail: 'pay@ada.example',
    acceptedBy: 'Ada Lovelace',
    acceptedOn: '2026-11-17',
    terms: '2026-03',
    daysUntilDue: 30,
    currency: 'EUR',
    lines: [{ description: 'Enterprise yearly', quantity: 2, unitAmount: '1200.50' }],
  }
  const file = (...quotes: unknown[]) => Buffer.from(JSON.stringify(quotes))

  test('may leave out what may be absent; its amounts are decimals in quotation marks', async () => {
    const { quotes, problems } = await parseQuotes(file(quote))
    expect(problems).toEqual([])
    expect(quotes[0]?.content).toMatchObject({ source: '', currency: 'eur', note: null, taxNumbers: [] })
    expect(quotes[0]?.content.lines[0]).toMatchObject({ unitAmount: 120_050, quantity: 2 })
  })

  test('names what is wrong, quote by quote', async () => {
    const line = quote.lines[0]
    const { quotes, problems } = await parseQuotes(
      file(
        { ...quote, reference: 'Q-a', lines: [{ ...line, unitAmount: 1200.5 }] },
        { ...quote, reference: 'Q-b', acceptedOn: 'yesterday' },
        { ...quote, reference: 'Q-c', isAdmin: true },
        { ...quote, reference: 'Q-d' },
        { ...quote, reference: 'q-D' },
        'a text',
        null,
        { ...quote, reference: 'Q-e', lines: [] },
        { ...quote, reference: 'Q-fine' },
      ),
    )
    expect(quotes.map(({ content }) => content.reference)).toEqual(['Q-fine'])
    expect(problems.map(({ row, column, why }) => [row, column, why])).toEqual([
      [1, 'lines.0.unitAmount', 'has to be a decimal in quotation marks, such as "1200.50"'],
      [2, 'acceptedOn', 'is not a day; write it as 2026-11-20'],
      [3, null, 'has parts that mean nothing here: isAdmin'],
      [4, 'reference', 'stands in the file 2 times'],
      [5, 'reference', 'stands in the file 2 times'],
      [6, null, 'is not a quote but something else'],
      [7, null, 'is not a quote but something else'],
      [8, 'lines', 'is missing'],
    ])
  })
})
