// Guarantee: of a file of quotes the good ones go in whole, each broken row is named, and nothing is half-done, however
// often it is interrupted, cancelled or sent again.
import { UPLOAD_PART_BYTES } from '@countersign/shared/features/quotes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addUploadPart } from '../../server/features/quotes/add-upload-part.ts'
import { beginUpload } from '../../server/features/quotes/begin-upload.ts'
import { cancelImport } from '../../server/features/quotes/cancel-import.ts'
import { followImport } from '../../server/features/quotes/follow-import.ts'
import { listQuotes } from '../../server/features/quotes/list-quotes.ts'
import { previewImport } from '../../server/features/quotes/preview-import.ts'
import { readLatestImport } from '../../server/features/quotes/read-latest-import.ts'
import { runImports } from '../../server/features/quotes/run-imports.ts'
import { startImport } from '../../server/features/quotes/start-import.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { seatStaff } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { CSV_HEAD, csvFile, csvRow } from '../support/quotes.ts'

let desk: Desk
let tobias: StaffActor

const asking = () => ({ actor: tobias, requestId: 'req_import' })
const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))

const send = async (bytes: Buffer): Promise<string> => {
  const { uploadId } = await beginUpload(desk.kernel, tobias, { purpose: 'import', name: 'q.csv', bytes: bytes.length })
  for (let part = 0; part * UPLOAD_PART_BYTES < bytes.length; part++) {
    const piece = bytes.subarray(part * UPLOAD_PART_BYTES, (part + 1) * UPLOAD_PART_BYTES)
    await addUploadPart(desk.kernel, tobias, { uploadId, part, base64: piece.toString('base64') })
  }
  return uploadId
}

const work = (kernel: Kernel = desk.kernel, signal = new AbortController().signal) =>
  runImports(kernel, { holder: 'test', signal })

const importFile = async (bytes: Buffer) => {
  const { id } = await startImport(desk.kernel, asking(), await send(bytes))
  await work()
  return followImport(desk.kernel, tobias, id)
}

const countOf = async (text: string) => (await listQuotes(desk.kernel, { filter: { text }, limit: 1 })).matches

beforeAll(async () => {
  desk = await openDesk()
  tobias = await seatStaff(desk.kernel, 'Tobias Ronning', ['finance'])
})
afterAll(() => desk.close())

/** 2,500 quotes of four lines each; every fiftieth has a wrong amount in its third line: 50 broken rows. */
const LINES = 10_000
const tenThousand = (): Buffer =>
  csvFile(
    Array.from({ length: LINES }, (_, at) => {
      const quote = Math.floor(at / 4)
      const isBroken = quote % 50 === 7 && at % 4 === 2
      return csvRow({
        reference: `BIG-${quote}`,
        customer: `=Customer ${quote}`,
        currency: ['USD', 'EUR', 'JPY'][quote % 3] ?? 'USD',
        unit_amount: isBroken ? '1,5' : String(quote + 1),
        ...(isBroken ? { unit_amount: '"1,5"' } : {}),
      })
    }),
  )

describe('an import', () => {
  test('of 10,000 lines with 50 broken ones: the good in, each broken one named, and nothing at the second time', async () => {
    const bytes = tenThousand()
    const uploadId = await send(bytes)
    const preview = await previewImport(desk.kernel, tobias, uploadId)
    expect(preview).toMatchObject({ rows: 10_000, added: 2450, known: 0, broken: 50, brokenRows: 50 })
    expect(await countOf('BIG-')).toBe(0)
    const done = await importFile(bytes)
    expect(done).toMatchObject({ state: 'done', rows: 10_000, added: 2450, known: 0, broken: 50, brokenRows: 50 })
    expect(done).toMatchObject({ at: 2450, of: 2450 })
    // Quote 7 stands in the rows 30 to 33: its third line is row 32. 50 quotes, that is 200 rows, further the next.
    expect(done.problems.map(({ row }) => row)).toEqual(Array.from({ length: 50 }, (_, at) => 32 + 200 * at))
    expect(new Set(done.problems.map(({ column, why }) => `${column}: ${why}`))).toEqual(
      new Set(['unit_amount: “1,5” has separators; write digits and at most one point, such as 1280000 or 1200.50']),
    )
    const { db } = desk.kernel
    const lines = await db
      .selectFrom('quoteLine')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirst()
    expect(lines?.count).toBe(2450 * 4)
    // Currencies stay apart: four lines of n + 1 each, in minor units.
    const page = await listQuotes(desk.kernel, { filter: { text: 'BIG-' }, limit: 1 })
    const expected = (rest: number, unit: number) =>
      Array.from({ length: 2500 }, (_, quote) => quote)
        .filter((quote) => quote % 50 !== 7 && quote % 3 === rest)
        .reduce((sum, quote) => sum + 4 * (quote + 1) * unit, 0)
    expect(page.totals.map(({ total }) => [total.currency, total.amount])).toEqual([
      ['eur', expected(1, 100)],
      ['jpy', expected(2, 1)],
      ['usd', expected(0, 100)],
    ])
    const again = await importFile(bytes)
    expect(again).toMatchObject({ state: 'done', added: 0, known: 2450, broken: 50 })
    expect(await countOf('BIG-')).toBe(2450)
    // What was sent is gone; what was recorded is in the log, quote by quote.
    expect(await db.selectFrom('quoteUpload').select('id').where('id', '!=', uploadId).execute()).toEqual([])
    const entries = await db.selectFrom('auditEntry').select('action').where('action', 'like', 'quote%').execute()
    expect(Map.groupBy(entries, ({ action }) => action).get('quote.recorded')).toHaveLength(2450)
  }, 120_000)

  test('names a quote that is here with other words, and leaves it as it is', async () => {
    await importFile(csvFile([csvRow({ reference: 'W-1' })]))
    const done = await importFile(
      csvFile([csvRow({ reference: 'w-1', customer: 'Other' }), csvRow({ reference: 'W-2' })]),
    )
    expect(done).toMatchObject({ added: 1, known: 0, broken: 1, brokenRows: 1 })
    expect(done.problems).toEqual([
      { row: 2, column: null, reference: 'w-1', why: 'is here already with other words or figures; change it there' },
    ])
  })

  test('leaves out what another source has, here or earlier in the file, and says whose it is', async () => {
    await importFile(csvFile([csvRow({ reference: 'T-1' })]))
    const rows = [
      ['T-1', 'paper'],
      ['T-2', 'crm'],
      ['t-2', 'erp'],
      ['T-3', 'crm'],
    ] as const
    const file = Buffer.from(
      [`${CSV_HEAD},source`, ...rows.map(([reference, source]) => `${csvRow({ reference })},${source}`)].join('\r\n'),
    )
    const out = {
      added: 2,
      known: 0,
      broken: 2,
      brokenRows: 2,
      problems: [
        { row: 2, reference: 'T-1', why: 'is known without a source; if this is another quote, record it by hand' },
        { row: 4, reference: 't-2', why: 'is known of the source “crm”; if this is another quote, record it by hand' },
      ],
    }
    expect(await previewImport(desk.kernel, tobias, await send(file))).toMatchObject(out)
    expect(await importFile(file)).toMatchObject(out)
    // Sent again, nothing else stays out, and nothing more goes in.
    expect(await importFile(file)).toMatchObject({ ...out, added: 0, known: 2 })
    expect(await countOf('T-2')).toBe(1)
  })

  test('that is stopped in the middle goes on where it was, and adds nothing twice', async () => {
    const file = csvFile(Array.from({ length: 500 }, (_, at) => csvRow({ reference: `STOP-${at}` })))
    const { id } = await startImport(desk.kernel, asking(), await send(file))
    const stopping = new AbortController()
    const { db } = desk.kernel
    const counted: Kernel['clock'] = {
      now: () => {
        if (stops++ > 250) stopping.abort()
        return desk.kernel.clock.now()
      },
    }
    let stops = 0
    await work({ ...desk.kernel, clock: counted }, stopping.signal)
    const half = await followImport(desk.kernel, tobias, id)
    expect(half.state).toBe('running')
    expect(half.at).toBeGreaterThan(0)
    expect(half.at).toBeLessThan(500)
    expect(await countOf('STOP-')).toBe(half.at)
    // A process that was killed leaves its lease behind.
    await db
      .updateTable('quoteImport')
      .set({ leaseHolder: 'dead', leaseUntil: desk.kernel.clock.now() + 1 })
      .where('id', '=', id)
      .execute()
    await work()
    expect((await followImport(desk.kernel, tobias, id)).state).toBe('running')
    desk.kernel.clock.advance(2)
    await work()
    expect(await followImport(desk.kernel, tobias, id)).toMatchObject({ state: 'done', added: 500, known: 0, at: 500 })
    expect(await countOf('STOP-')).toBe(500)
  })

  test('that is cancelled keeps what went in, and its person can begin another', async () => {
    const file = csvFile(Array.from({ length: 3 }, (_, at) => csvRow({ reference: `CAN-${at}` })))
    const { id } = await startImport(desk.kernel, asking(), await send(file))
    const second = startImport(desk.kernel, asking(), await send(file))
    expect(await second.catch(codeOf)).toBe('IMPORT_RUNNING')
    expect(await cancelImport(desk.kernel, asking(), id)).toMatchObject({ state: 'cancelled', added: 0 })
    await work()
    expect(await countOf('CAN-')).toBe(0)
    expect(await readLatestImport(desk.kernel, tobias)).toMatchObject({ id, state: 'cancelled' })
    const stranger = await seatStaff(desk.kernel, 'Somebody Else', ['finance'])
    expect(await followImport(desk.kernel, stranger, id).catch(codeOf)).toBe('NOT_FOUND')
    expect(await cancelImport(desk.kernel, { actor: stranger, requestId: 'r' }, id).catch(codeOf)).toBe('NOT_FOUND')
    expect(await importFile(file)).toMatchObject({ state: 'done', added: 3 })
  })

  test('of a file that can’t be trusted fails as a whole, with the reason', async () => {
    const latin = Buffer.from('reference,customer\nQ-1,Caf\u00e9', 'latin1')
    const uploadId = await send(latin)
    expect(await previewImport(desk.kernel, tobias, uploadId).catch(codeOf)).toBe('IMPORT_REFUSED')
    const done = await importFile(latin)
    expect(done).toMatchObject({ state: 'failed', added: 0 })
    expect(done.failure).toContain('not UTF-8')
    const large = { purpose: 'import', name: 'q.csv', bytes: 50 * 1024 * 1024 } as const
    expect(await beginUpload(desk.kernel, tobias, large).catch(codeOf)).toBe('TOO_LARGE')
  })
})
