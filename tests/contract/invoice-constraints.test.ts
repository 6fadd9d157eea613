// Guarantee: on every database a quote has one invoice that counts, unless somebody said why there is another; a coupon
// fulfils one task; and an execution that nobody was asked for is kept beside those that somebody was, with all they did.
import { expect, test } from 'vitest'
import { migrateToLatest } from '../../server/adapters/database/migrate.ts'
import { MIGRATIONS } from '../../server/adapters/database/migrations/index.ts'
import { startInvoice } from '../../server/features/invoices/start-invoice.ts'
import { insertTask, type TaskRow } from '../../server/features/invoices/store.ts'
import { recordQuote } from '../../server/features/quotes/record-quote.ts'
import { fixedClock } from '../../server/kernel/clock.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { silentLog } from '../../server/kernel/log.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import { eachDatabase } from '../support/databases.ts'
import { ines, NOW } from '../support/desk.ts'
import { someQuote } from '../support/quotes.ts'

const by = { actor: ines, requestId: 'req_1' }
const kernelOf = (db: Database) => ({ db, clock: fixedClock(NOW), log: silentLog })

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

const request = {
  kind: 'credit.issue',
  payload: '{}',
  payloadHash: 'p',
  facts: '{}',
  factsHash: 'f',
  subjectKey: 'cus_1',
  teamId: null,
  customerStripeId: 'cus_1',
  subjectName: null,
  ticket: null,
  verificationId: null,
  reason: 'because',
  requesterId: 'stf_1',
  requesterName: 'Ines',
  policyVersion: 1,
  approversNeeded: 1,
  isDesktopOnly: 0,
  rules: '[]',
  isCounted: 1,
  givenAmount: null,
  givenCurrency: null,
  title: 'x',
  state: 'executing',
  replacesId: null,
  outcome: null,
  createdAt: NOW,
  expiresAt: NOW + 1,
  changedAt: NOW,
  closedAt: null,
} as const

const requester = {
  id: 'stf_1',
  name: 'Ines',
  email: 'ines@desk.example',
  roles: '[]',
  status: 'active',
  createdAt: 1,
  lastSeenAt: null,
} as const

const execution = (id: string, subjectKey: string) => ({
  id,
  kind: 'credit.issue',
  subjectKey,
  input: '{}',
  state: 'running' as const,
  mustLook: 0,
  tries: 3,
  ownFaults: 2,
  nextAt: NOW,
  problem: 'waits',
  createdAt: NOW,
  startedAt: NOW,
  endedAt: null,
})

const step = (executionId: string) => ({
  executionId,
  name: 'credit',
  position: 0,
  state: 'begun' as const,
  attempt: 1,
  key: `${executionId}/credit/1`,
  begunAt: NOW,
  unansweredAt: null,
  prepared: null,
  lastOutcome: null,
  result: null,
  isAdopted: 0,
  endedAt: null,
})

eachDatabase((_name, open) => {
  test('a database of before keeps its executions, and takes one without a request', async () => {
    const { db } = await open({ isEmpty: true })
    await migrateToLatest(
      db,
      MIGRATIONS.filter(({ name }) => name !== '0013-unasked-executions'),
    )
    await db.insertInto('staff').values(requester).execute()
    await db
      .insertInto('approvalRequest')
      .values({ ...request, id: 'apr_1', requestKey: 'k1' })
      .execute()
    await db.insertInto('execution').values(execution('apr_1', 'cus_1')).execute()
    await db.insertInto('executionStep').values(step('apr_1')).execute()
    await expect(db.insertInto('execution').values(execution('ivd_1', 'cus_2')).execute()).rejects.toThrow()

    await migrateToLatest(db)
    expect(await db.selectFrom('execution').selectAll().execute()).toEqual([execution('apr_1', 'cus_1')])
    expect(await db.selectFrom('executionStep').selectAll().execute()).toEqual([step('apr_1')])
    await db.insertInto('execution').values(execution('ivd_1', 'cus_2')).execute()
    await db.insertInto('executionStep').values(step('ivd_1')).execute()
    // What its steps point to still has to be there, and a subject still has one at a time.
    await expect(db.insertInto('executionStep').values(step('none')).execute()).rejects.toThrow()
    await expect(db.insertInto('execution').values(execution('ivd_2', 'cus_1')).execute()).rejects.toThrow()
  })

  test('two who invoice one quote at once get one invoice', async () => {
    const first = await open()
    const second = await first.again()
    const { id: quoteId } = await recordQuote(kernelOf(first.db), by, someQuote())
    const start = (db: Database) => codeOf(startInvoice(kernelOf(db), by, { quoteId, repeat: null }))
    const ends = await Promise.all([start(first.db), start(second.db), start(first.db)])
    expect(ends.toSorted()).toEqual(['INVOICE_REPEATED', 'INVOICE_REPEATED', 'done'])
    // Whoever goes past the desk meets the database.
    const [row] = await first.db.selectFrom('manualInvoice').selectAll().execute()
    if (!row) throw new Error('no invoice')
    const twin = first.db.insertInto('manualInvoice').values({ ...row, id: 'miv_2' })
    await expect(twin.execute()).rejects.toThrow()
    const meant = { ...row, id: 'miv_3', repeatReason: 'Lost by the customer' }
    await first.db.insertInto('manualInvoice').values(meant).execute()
  })

  test('one coupon fulfils one task', async () => {
    const { db } = await open()
    const { id: quoteId } = await recordQuote(kernelOf(db), by, someQuote())
    const { id } = await startInvoice(kernelOf(db), by, { quoteId, repeat: null })
    const task = (number: number): TaskRow => ({
      id: `ftk_${number}`,
      manualInvoiceId: id,
      kind: 'coupon',
      deliverOn: 'sent',
      productStripeId: `prod_${number}`,
      what: 'Starter',
      state: 'done',
      since: NOW,
      doneAt: NOW,
      doneBy: 'Ines',
      fulfilledBy: 'apr_1',
    })
    await inTransaction(db, (tx) => insertTask(tx, task(1)))
    await expect(inTransaction(db, (tx) => insertTask(tx, task(2)))).rejects.toThrow()
  })
})
