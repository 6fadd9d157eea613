// Guarantee: what a customer accepted is kept once, changed only by who read it as it stands, and never again once an
// invoice was drafted from it. Everything is in the log.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UPLOAD_PART_BYTES } from '@countersign/shared/features/quotes'
import { addUploadPart } from '../../server/features/quotes/add-upload-part.ts'
import { attachFile } from '../../server/features/quotes/attach-file.ts'
import { beginUpload } from '../../server/features/quotes/begin-upload.ts'
import { changeQuote } from '../../server/features/quotes/change-quote.ts'
import { dropOldUploads } from '../../server/features/quotes/drop-old-uploads.ts'
import { findTwin } from '../../server/features/quotes/find-twin.ts'
import { markInvoiced, readQuote, takeQuote } from '../../server/features/quotes/index.ts'
import { listPrices } from '../../server/features/quotes/list-prices.ts'
import { listQuotes } from '../../server/features/quotes/list-quotes.ts'
import { readAttachment } from '../../server/features/quotes/read-attachment.ts'
import { recordQuote } from '../../server/features/quotes/record-quote.ts'
import { removeAttachment } from '../../server/features/quotes/remove-attachment.ts'
import { withdrawQuote } from '../../server/features/quotes/withdraw-quote.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { seatStaff } from '../support/approvals.ts'
import { sellPlan } from '../support/coupon-day.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { someQuote } from '../support/quotes.ts'

let desk: Desk
let tobias: StaffActor
let vera: StaffActor

const asking = () => ({ actor: tobias, requestId: 'req_quotes' })
const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
const record = (over: Parameters<typeof someQuote>[0], isTwinMeant = false) =>
  recordQuote(desk.kernel, { ...asking(), isTwinMeant }, someQuote(over))
const actionsOn = async (id: string) => {
  const rows = await desk.kernel.db
    .selectFrom('auditEntry')
    .selectAll()
    .where('subjectId', '=', id)
    .orderBy('id')
    .execute()
  return rows.map(({ action }) => action).toSorted()
}

const send = async (name: string, bytes: Buffer, actor = tobias): Promise<string> => {
  const { uploadId } = await beginUpload(desk.kernel, actor, { purpose: 'attachment', name, bytes: bytes.length })
  for (let part = 0; part * UPLOAD_PART_BYTES < bytes.length; part++) {
    const piece = bytes.subarray(part * UPLOAD_PART_BYTES, (part + 1) * UPLOAD_PART_BYTES)
    await addUploadPart(desk.kernel, actor, { uploadId, part, base64: piece.toString('base64') })
  }
  return uploadId
}

beforeAll(async () => {
  desk = await openDesk()
  tobias = await seatStaff(desk.kernel, 'Tobias Ronning', ['finance'])
  vera = await seatStaff(desk.kernel, 'Vera Lund', ['finance'])
})
afterAll(() => desk.close())

describe('a quote', () => {
  test('is recorded once per reference and source, without regard to case', async () => {
    const quote = await record({ reference: 'Q-1' })
    expect(quote).toMatchObject({ state: 'accepted', total: { amount: 4_440_000, currency: 'usd' } })
    expect(quote).toMatchObject(someQuote({ reference: 'Q-1' }))
    const again = await record({ reference: 'q-1', source: 'CRM' }).catch((error: unknown) => error)
    expect(codeOf(again)).toBe('QUOTE_KNOWN')
    expect(again instanceof AppError && again.data?.['quoteId']).toBe(quote.id)
    expect(await findTwin(desk.kernel, { reference: 'q-1', source: 'Crm' })).toMatchObject({
      id: quote.id,
      isSameSource: true,
    })
    expect(await findTwin(desk.kernel, { reference: 'Q-none', source: '' })).toBeNull()
  })

  test('whose reference another source has is recorded, or named so, only by who means another quote', async () => {
    const quote = await record({ reference: 'Q-twin' })
    const paper = { reference: 'ｑ-TWIN', source: 'paper' }
    expect(await findTwin(desk.kernel, paper)).toMatchObject({ id: quote.id, isSameSource: false })
    const refused = await record(paper).catch((error: unknown) => error)
    expect(codeOf(refused)).toBe('QUOTE_KNOWN_ELSEWHERE')
    expect(refused instanceof AppError && refused.data).toMatchObject({ quoteId: quote.id, source: 'crm' })
    const meant = await record(paper, true)
    expect(meant.id).not.toBe(quote.id)

    const other = await record({ reference: 'Q-apart' })
    const change = { ...other, content: someQuote({ reference: 'Q-twin', source: 'erp' }) }
    await expect(changeQuote(desk.kernel, asking(), change)).rejects.toMatchObject({ code: 'QUOTE_KNOWN_ELSEWHERE' })
    const changed = await changeQuote(desk.kernel, asking(), { ...change, isTwinMeant: true })
    expect(changed.reference).toBe('Q-twin')
    // What was meant once is not asked again.
    const note = { ...meant, content: someQuote({ ...paper, note: 'By post' }) }
    expect((await changeQuote(desk.kernel, asking(), note)).note).toBe('By post')
  })

  test('with amounts that no invoice takes is refused, and says which line', async () => {
    const line = { description: 'x', quantity: 1, unitAmount: 1235, priceStripeId: null }
    const error = await record({ reference: 'Q-kwd', currency: 'kwd', lines: [line] }).catch(
      (thrown: unknown) => thrown,
    )
    expect(codeOf(error)).toBe('QUOTE_AMOUNT_WRONG')
    expect(error instanceof AppError && error.data).toMatchObject({ line: 0 })
  })

  test('is changed by who read it as it stands; the log names what is otherwise', async () => {
    const quote = await record({ reference: 'Q-2' })
    const lines = [
      ...quote.lines.slice(0, 2),
      { description: 'Onboarding', quantity: 2, unitAmount: 5, priceStripeId: null },
    ]
    const content = someQuote({ reference: 'Q-2b', lines })
    const changed = await changeQuote(desk.kernel, asking(), { ...quote, content })
    // 24,000.00 + 18,000.00 + 2 × 0.05
    expect(changed).toMatchObject({ id: quote.id, reference: 'Q-2b', total: { amount: 4_200_010, currency: 'usd' } })
    expect(changed.lines).toEqual(lines)
    expect(changed.changedAt > quote.changedAt).toBe(true)
    const late = changeQuote(desk.kernel, asking(), { ...quote, content: someQuote({ reference: 'Q-2c' }) })
    expect(await late.catch(codeOf)).toBe('QUOTE_MOVED')
    const onto = changeQuote(desk.kernel, asking(), { ...changed, content: someQuote({ reference: 'q-1' }) })
    expect(await onto.catch(codeOf)).toBe('QUOTE_KNOWN')
    const entry = await desk.kernel.db
      .selectFrom('auditEntry')
      .selectAll()
      .where('subjectId', '=', quote.id)
      .where('action', '=', 'quote.changed')
      .executeTakeFirstOrThrow()
    expect(JSON.parse(entry.details)).toMatchObject({ changed: ['reference', 'lines'], after: { total: 4_200_010 } })
    expect(await actionsOn(quote.id)).toEqual(['quote.changed', 'quote.recorded'])
  })

  test('saved again without a change leaves no trace', async () => {
    const quote = await record({ reference: 'Q-3' })
    expect(await changeQuote(desk.kernel, asking(), { ...quote, content: someQuote({ reference: 'Q-3' }) })).toEqual(
      quote,
    )
    expect(await actionsOn(quote.id)).toEqual(['quote.recorded'])
  })

  test('that was withdrawn can’t be invoiced or changed until that is taken back', async () => {
    const quote = await record({ reference: 'Q-4' })
    const gone = await withdrawQuote(desk.kernel, asking(), { ...quote, reason: 'They signed another', isBack: false })
    expect(gone.state).toBe('withdrawn')
    const content = someQuote({ reference: 'Q-4', terms: 'x' })
    expect(await changeQuote(desk.kernel, asking(), { ...gone, content }).catch(codeOf)).toBe('QUOTE_WITHDRAWN')
    const { db } = desk.kernel
    expect(await inTransaction(db, (tx) => takeQuote(tx, quote.id)).catch(codeOf)).toBe('QUOTE_WITHDRAWN')
    expect(await inTransaction(db, (tx) => markInvoiced(tx, quote.id)).catch(codeOf)).toBe('QUOTE_WITHDRAWN')
    const back = await withdrawQuote(desk.kernel, asking(), { ...gone, reason: 'A mistake', isBack: true })
    expect(back.state).toBe('accepted')
    expect(await actionsOn(quote.id)).toEqual(['quote.recorded', 'quote.taken-back', 'quote.withdrawn'])
  })

  test('that nobody knows is not found', async () => {
    expect(await readQuote(desk.kernel.db, 'quo_none').catch(codeOf)).toBe('NOT_FOUND')
    expect(await inTransaction(desk.kernel.db, (tx) => markInvoiced(tx, 'quo_none')).catch(codeOf)).toBe('NOT_FOUND')
  })
})

describe('an invoiced quote', () => {
  test('stands as it was accepted', async () => {
    const { db } = desk.kernel
    const before = await record({ reference: 'Q-5' })
    await attachFile(desk.kernel, asking(), { ...before, uploadId: await send('po.pdf', Buffer.from('%PDF-1.7 po')) })
    const taken = await inTransaction(db, async (tx) => {
      const quote = await takeQuote(tx, before.id)
      await markInvoiced(tx, before.id)
      await markInvoiced(tx, before.id)
      return quote
    })
    expect(taken.lines).toEqual(before.lines)
    const quote = await readQuote(db, before.id)
    expect(quote.state).toBe('invoiced')
    const content = someQuote({ reference: 'Q-5', terms: 'x' })
    expect(await changeQuote(desk.kernel, asking(), { ...quote, content }).catch(codeOf)).toBe('QUOTE_INVOICED')
    const withdrawal = withdrawQuote(desk.kernel, asking(), { ...quote, reason: 'Too late', isBack: false })
    expect(await withdrawal.catch(codeOf)).toBe('QUOTE_INVOICED')
    const uploadId = await send('b.pdf', Buffer.from('%PDF-1.7 b'))
    expect(await attachFile(desk.kernel, asking(), { ...quote, uploadId }).catch(codeOf)).toBe('QUOTE_INVOICED')

    expect(await readQuote(db, quote.id)).toEqual(quote)
  })
})

describe('an attachment', () => {
  test('comes in parts, is what its bytes say, and who takes it is in the log', async () => {
    const quote = await record({ reference: 'Q-6' })
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(UPLOAD_PART_BYTES + 100, 7)])
    const uploadId = await send('../Signed quote.pdf', bytes)
    const attached = await attachFile(desk.kernel, asking(), { ...quote, uploadId })
    const [file] = attached.attachments
    expect(file).toMatchObject({ name: 'Signed quote.pdf', mediaType: 'application/pdf', bytes: bytes.length })
    const taken = await readAttachment(desk.kernel, { actor: vera, requestId: 'req_v' }, file?.id ?? '')
    expect(Buffer.from(taken.base64, 'base64').equals(bytes)).toBe(true)
    const again = await send('copy.pdf', bytes)
    expect(await attachFile(desk.kernel, asking(), { ...attached, uploadId: again }).catch(codeOf)).toBe(
      'ATTACHMENT_REFUSED',
    )
    const without = await removeAttachment(desk.kernel, asking(), { ...attached, attachmentId: file?.id ?? '' })
    expect(without.attachments).toEqual([])
    expect(await actionsOn(quote.id)).toEqual([
      'quote.file-attached',
      'quote.file-opened',
      'quote.file-removed',
      'quote.recorded',
    ])
  })

  test('of another kind, the sixth, too large, of somebody else, or not whole is refused', async () => {
    let quote = await record({ reference: 'Q-7' })
    const attach = async (uploadId: string) => attachFile(desk.kernel, asking(), { ...quote, uploadId })
    expect(await attach(await send('page.html', Buffer.from('<script>'))).catch(codeOf)).toBe('ATTACHMENT_REFUSED')
    expect(await attach(await send('a.pdf', Buffer.from('%PDF-1'), vera)).catch(codeOf)).toBe('NOT_FOUND')
    for (const at of [1, 2, 3, 4, 5]) quote = await attach(await send(`${at}.pdf`, Buffer.from(`%PDF-${at}`)))
    expect(quote.attachments).toHaveLength(5)
    expect(await attach(await send('6.pdf', Buffer.from('%PDF-6'))).catch(codeOf)).toBe('ATTACHMENT_REFUSED')
    const large = { purpose: 'attachment', name: 'l.pdf', bytes: 10 * 1024 * 1024 + 1 } as const
    expect(await beginUpload(desk.kernel, tobias, large).catch(codeOf)).toBe('TOO_LARGE')
    const { uploadId } = await beginUpload(desk.kernel, tobias, { ...large, bytes: 100 })
    const short = { uploadId, part: 0, base64: Buffer.alloc(99).toString('base64') }
    expect(await addUploadPart(desk.kernel, tobias, short).catch(codeOf)).toBe('UPLOAD_INCOMPLETE')
    expect(await attach(uploadId).catch(codeOf)).toBe('UPLOAD_INCOMPLETE')
  })

  test('is not kept for its person without end while it isn’t used', async () => {
    const first = await send('first.pdf', Buffer.from('%PDF-first'))
    for (let at = 0; at < 8; at++) {
      desk.kernel.clock.advance(1)
      await send(`${at}.pdf`, Buffer.from(`%PDF-${at}`))
    }
    const uploads = desk.kernel.db.selectFrom('quoteUpload').select('id').where('staffId', '=', tobias.id)
    const ids = (await uploads.execute()).map(({ id }) => id)
    expect(ids).toHaveLength(8)
    expect(ids).not.toContain(first)
  })

  test('that was sent and never used is gone after a day', async () => {
    const uploadId = await send('left.pdf', Buffer.from('%PDF-left'))
    await dropOldUploads(desk.kernel)
    const find = () =>
      desk.kernel.db.selectFrom('quoteUpload').select('id').where('id', '=', uploadId).executeTakeFirst()
    expect(await find()).toEqual({ id: uploadId })
    desk.kernel.clock.advance(24 * 3_600_000 + 1)
    await dropOldUploads(desk.kernel)
    expect(await find()).toBeUndefined()
  })
})

describe('the list', () => {
  test('finds by words without regard to case, pages without repeating, and never mixes currencies', async () => {
    const team = { teamId: 'list-team', source: 'list' }
    for (const [at, currency] of ['usd', 'jpy', 'usd', 'eur', 'jpy'].entries())
      await record({
        ...team,
        reference: `L-${at}`,
        currency,
        acceptedOn: `2026-10-0${at + 1}`,
        customerName: at === 3 ? '100%_Über GmbH' : `Customer ${at}`,
        lines: [{ description: 'x', quantity: 1, unitAmount: 100 + at, priceStripeId: null }],
      })
    const of = (filter: object, cursor?: string) => listQuotes(desk.kernel, { filter, cursor, limit: 2 })
    const first = await of({ text: 'LIST-TEAM' })
    expect(first.quotes.map(({ reference }) => reference)).toEqual(['L-4', 'L-3'])
    expect(first).toMatchObject({
      matches: 5,
      totals: [
        { total: { amount: 103, currency: 'eur' }, quotes: 1 },
        { total: { amount: 101 + 104, currency: 'jpy' }, quotes: 2 },
        { total: { amount: 100 + 102, currency: 'usd' }, quotes: 2 },
      ],
    })
    const second = await of({ text: 'list-team' }, first.nextCursor ?? '')
    const third = await of({ text: 'list-team' }, second.nextCursor ?? '')
    expect([...second.quotes, ...third.quotes].map(({ reference }) => reference)).toEqual(['L-2', 'L-1', 'L-0'])
    expect(third.nextCursor).toBeNull()
    expect((await of({ text: '100%_ über' })).matches).toBe(1)
    expect((await of({ text: 'list-team l-3 customer' })).matches).toBe(0)
    expect((await of({ text: '%' })).matches).toBe(1)
    expect((await of({ text: 'list-team', currency: 'jpy', state: 'accepted' })).matches).toBe(2)
    expect(await of({}, 'not-a-cursor').catch(codeOf)).toBe('INPUT_INVALID')
  })

  test('offers the catalogue’s prices to quote from', async () => {
    const plan = await sellPlan(desk, 4000)
    expect(await listPrices(desk.kernel)).toContainEqual(
      expect.objectContaining({ stripeId: plan.price, unitAmount: { amount: 4000, currency: 'usd' } }),
    )
  })
})
