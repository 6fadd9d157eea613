// Guarantee: on every database an invoiced quote stands as it was accepted, whoever writes; a reference is unique per
// source; files come back byte for byte; and two who take the same import don't both get it.
import { beforeAll, describe, expect, test } from 'vitest'
import { UPLOAD_PART_BYTES } from '@countersign/shared/features/quotes'
import { addUploadPart } from '../../server/features/quotes/add-upload-part.ts'
import { attachFile } from '../../server/features/quotes/attach-file.ts'
import { beginUpload } from '../../server/features/quotes/begin-upload.ts'
import { followImport } from '../../server/features/quotes/follow-import.ts'
import { markInvoiced, readQuote } from '../../server/features/quotes/index.ts'
import { listQuotes } from '../../server/features/quotes/list-quotes.ts'
import { readAttachment } from '../../server/features/quotes/read-attachment.ts'
import { recordQuote } from '../../server/features/quotes/record-quote.ts'
import { runImports } from '../../server/features/quotes/run-imports.ts'
import { startImport } from '../../server/features/quotes/start-import.ts'
import { fixedClock } from '../../server/kernel/clock.ts'
import { silentLog } from '../../server/kernel/log.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import { eachDatabase } from '../support/databases.ts'
import { ines, NOW } from '../support/desk.ts'
import { csvFile, csvRow, someQuote } from '../support/quotes.ts'

const asking = { actor: ines, requestId: 'req_quotes' }

eachDatabase((_name, open) => {
  let db: Database
  let other: Database
  const kernelOf = (on: Database) => ({ db: on, clock: fixedClock(NOW), log: silentLog })

  const send = async (purpose: 'attachment' | 'import', name: string, bytes: Buffer): Promise<string> => {
    const { uploadId } = await beginUpload(kernelOf(db), ines, { purpose, name, bytes: bytes.length })
    for (let part = 0; part * UPLOAD_PART_BYTES < bytes.length; part++) {
      const piece = bytes.subarray(part * UPLOAD_PART_BYTES, (part + 1) * UPLOAD_PART_BYTES)
      await addUploadPart(kernelOf(db), ines, { uploadId, part, base64: piece.toString('base64') })
    }
    return uploadId
  }

  beforeAll(async () => {
    const fresh = await open()
    db = fresh.db
    other = (await fresh.again()).db
  })

  describe('an invoiced quote', () => {
    test('can’t be changed, nor what belongs to it', async () => {
      const kernel = kernelOf(db)
      const made = await recordQuote(kernel, asking, someQuote())
      const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from(Array.from({ length: 256 }, (_, at) => at))])
      await attachFile(kernel, asking, { ...made, uploadId: await send('attachment', 'po.pdf', bytes) })
      await inTransaction(db, (tx) => markInvoiced(tx, made.id))
      const quote = await readQuote(db, made.id)
      const line = { quoteId: quote.id, position: 9, description: 'x', quantity: 1, unitAmount: 1, priceStripeId: null }
      const writes = [
        db.updateTable('quote').set({ total: 1 }).where('id', '=', quote.id),
        db.updateTable('quote').set({ state: 'accepted' }).where('id', '=', quote.id),
        db.deleteFrom('quote').where('id', '=', quote.id),
        db.insertInto('quoteLine').values(line),
        db.updateTable('quoteLine').set({ unitAmount: 1 }).where('quoteId', '=', quote.id),
        db.deleteFrom('quoteLine').where('quoteId', '=', quote.id),
        db.updateTable('quoteAttachment').set({ name: 'other.pdf' }).where('quoteId', '=', quote.id),
        db.deleteFrom('quoteAttachment').where('quoteId', '=', quote.id),
      ]
      for (const write of writes) await expect(write.execute(), write.compile().sql).rejects.toThrow()
      expect(await readQuote(db, quote.id)).toEqual(quote)
      const file = await readAttachment(kernel, asking, quote.attachments[0]?.id ?? '')
      expect(Buffer.from(file.base64, 'base64').equals(bytes)).toBe(true)
    })
  })

  describe('the list', () => {
    test('searches and adds up alike', async () => {
      const lines = [{ description: 'x', quantity: 1_000_000, unitAmount: 900_000, priceStripeId: null }]
      await recordQuote(kernelOf(db), asking, someQuote({ reference: 'L-1', customerName: '50%_Ärzte', lines }))
      await recordQuote(kernelOf(db), asking, someQuote({ reference: 'L-2', customerName: '50 Ärzte', lines }))
      const page = await listQuotes({ db }, { filter: { text: 'l- ÄRZTE' }, limit: 10 })
      expect(page.totals).toEqual([{ total: { amount: 1_800_000_000_000, currency: 'usd' }, quotes: 2 }])
      expect((await listQuotes({ db }, { filter: { text: '%_' }, limit: 10 })).matches).toBe(1)
    })
  })

  describe('an import', () => {
    test('is done by one of two that take it, once', async () => {
      const file = csvFile(Array.from({ length: 450 }, (_, at) => csvRow({ reference: `I-${at}` })))
      const { id } = await startImport(kernelOf(db), asking, await send('import', 'q.csv', file))
      const { signal } = new AbortController()
      await Promise.all([
        runImports(kernelOf(db), { holder: 'one', signal }),
        runImports(kernelOf(other), { holder: 'two', signal }),
      ])
      expect(await followImport({ db }, ines, id)).toMatchObject({ state: 'done', added: 450, known: 0, of: 450 })
      expect((await listQuotes({ db }, { filter: { text: 'I-' }, limit: 1 })).matches).toBe(450)
    })
  })
})
