// Guarantee: with the database's disk full people still read; only what has to be written down first is refused.
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordAudit } from '../../server/features/audit-log/index.ts'
import { readSession } from '../../server/features/staff/read-session.ts'
import { readPart } from '../../server/features/subscriptions/read-part.ts'
import { readTeamPage } from '../../server/features/subscriptions/read-team-page.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { errorCodeOf } from '../../server/kernel/errors.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { type Desk, ines, openDesk } from '../support/desk.ts'
import { makeStaff, sessionOf } from '../support/staff-fixtures.ts'

let desk: Desk
let kernel: Kernel
let token: string
let staffId: string
const warnings: Array<Record<string, unknown>> = []

/** A real SQLITE_FULL: the file may not grow, and what is free in it is taken. */
const fillDisk = async (): Promise<void> => {
  const { db } = desk.kernel
  await sql`pragma max_page_count = 1`.execute(db)
  const put = (at: number, size: number) =>
    db
      .insertInto('keptPage')
      .values({ customerStripeId: 'cus_fill', part: String(at), value: 'x'.repeat(size), asOf: at })
      .execute()
  const open = () =>
    inTransaction(db, (tx) =>
      recordAudit(tx, desk.kernel.clock.now(), {
        actor: ines,
        action: 'customer.opened',
        subject: { kind: 'customer', id: 'c' },
        ticket: null,
        details: {},
        personal: { subjectName: 'L' },
      }),
    )
  const untilFull = async (write: () => Promise<unknown>): Promise<void> => {
    for (;;) {
      const failure = await write().then(() => null, errorCodeOf)
      if (failure === 'DATABASE_FULL') return
      expect(failure).toBeNull()
    }
  }
  let at = 0
  for (const size of [4000, 400, 1]) await untilFull(() => put(at++, size))
  await untilFull(open)
}

beforeAll(async () => {
  desk = await openDesk()
  const log = { info: () => {}, error: () => {}, warn: (fields: Record<string, unknown>) => warnings.push(fields) }
  kernel = { ...desk.kernel, log }
  staffId = (await makeStaff(kernel, ['support'])).id
  token = (await sessionOf(kernel, staffId)).token
  desk.kernel.clock.advance(3_600_000)
  await fillDisk()
})
afterAll(() => desk.close())

const part = { customerStripeId: 'cus_1', part: 'invoices', read: async () => 'y'.repeat(20_000) }

test('a part that Stripe answered is shown though it can’t be kept', async () => {
  expect(await readPart(kernel, part)).toMatchObject({ state: 'read', source: 'stripe' })
  expect(warnings.pop()).toEqual({
    customerStripeId: 'cus_1',
    part: 'invoices',
    failure: expect.stringContaining('full'),
  })
})

test('opening a customer is refused: nothing is shown that isn’t in the log', async () => {
  const { id } = await desk.stripe.customers.create({ name: 'Loom' })
  const opening = readTeamPage(kernel, ines, { customerStripeId: id, teamId: null, ticket: '#1' }, 'req_1')
  expect(await opening.catch(errorCodeOf)).toBe('DATABASE_FULL')
})

test('a session is read though nobody can note that it was used', async () => {
  // Changing a row in its place needs no room in memory; a file that may only be read refuses it as a full disk does.
  await sql`pragma query_only = on`.execute(desk.kernel.db)
  expect(await readSession(kernel, token)).toMatchObject({ id: staffId, roles: ['support'] })
  expect(warnings.pop()).toEqual({ staffId, failure: expect.stringContaining('database: ') })
  await sql`pragma query_only = off`.execute(desk.kernel.db)
})

test('what isn’t an outage is never swallowed', async () => {
  const bug = new TypeError('ours')
  const db = new Proxy(desk.kernel.db, {
    get: (target, name) => {
      if (name === 'insertInto') throw bug
      return Reflect.get(target, name) as unknown
    },
  })
  await expect(readPart({ ...kernel, db }, part)).rejects.toBe(bug)
})
