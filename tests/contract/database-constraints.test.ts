import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { errorCodeOf } from '../../server/kernel/errors.ts'
import type { Database } from '../../server/ports/database.ts'
import type { AuditEntryTable } from '../../server/ports/schema/audit.ts'
import type { VerificationTable } from '../../server/ports/schema/teams.ts'
import { eachDatabase } from '../support/databases.ts'

// Guarantee: what the log and the proofs say can't be edited through the database, and a value that the schema doesn't
// know is refused by it and not only by the code above.

const entry = (id: string): AuditEntryTable => ({
  id,
  at: 1_790_000_000_000,
  actorKind: 'staff',
  actorId: 'staff_1',
  device: null,
  action: 'team.verified',
  outcome: 'done',
  subjectKind: 'team',
  subjectId: 'team-1',
  ticket: 'T-1',
  reason: null,
  requestId: null,
  details: '{}',
})

const proof: VerificationTable = {
  id: 'ver_1',
  ticket: 'T-1',
  teamId: 'team-1',
  strength: 'proven',
  customerStripeId: 'cus_1',
  customerName: 'Ada',
  staffId: 'staff_1',
  staffName: 'Sam',
  shown: '{}',
  at: 1,
  liveUntil: 2,
  pickedFrom: null,
}

const seal = (sequence: number, entryId: string, previousHash: string) => ({
  sequence,
  entryId,
  previousHash,
  hash: `hash ${sequence}`,
  sealedAt: 1,
})

const person = { id: 'staff_1', name: 'Sam', email: 'Sam@desk.example', roles: '[]', status: 'active' as const }

// https://sqlite.org/rescode.html#constraint and PostgreSQL's class 23
const CONSTRAINTS: Readonly<Record<string, string>> = {
  275: 'check',
  787: 'foreign-key',
  1299: 'not-null',
  1555: 'unique',
  1811: 'trigger',
  2067: 'unique',
  2579: 'unique',
  23505: 'unique',
  23503: 'foreign-key',
  23514: 'check',
  23502: 'not-null',
  23001: 'trigger',
}

/** Which rule of the schema refused it, by the driver's code. To the person it is our own bug, never an outage. */
const refusedBy = async (work: Promise<unknown>): Promise<unknown> => {
  const error = await work.then(
    () => null,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(Error)
  expect(errorCodeOf(error)).toBe('INTERNAL')
  const { errcode, errno, code } = error as { errcode?: number; errno?: number; code?: string }
  return CONSTRAINTS[String(errcode ?? errno ?? code)]
}

eachDatabase((name, open) => {
  let db: Database
  beforeAll(async () => {
    db = (await open()).db
    await db
      .insertInto('auditEntry')
      .values([entry('a1'), entry('a2')])
      .execute()
    await db
      .insertInto('auditSeal')
      .values(seal(1, 'a1', 'genesis'))
      .execute()
    await db
      .insertInto('auditCheckpoint')
      .values({ sequence: 1, hash: 'hash 1', at: 1, keyId: 'k', signature: 's' })
      .execute()
    await db.insertInto('verification').values(proof).execute()
    await db
      .insertInto('staff')
      .values({ ...person, createdAt: 1, lastSeenAt: null })
      .execute()
  })

  describe.each(['audit_entry', 'audit_seal', 'audit_checkpoint', 'verification'])('%s is append-only', (table) => {
    test('update is refused', async () => {
      const column = table === 'audit_entry' || table === 'verification' ? 'ticket' : 'hash'
      expect(await refusedBy(sql.raw(`update ${table} set ${column} = 'changed'`).execute(db))).toBe('trigger')
    })

    test('delete is refused', async () => {
      expect(await refusedBy(sql.raw(`delete from ${table}`).execute(db))).toBe('trigger')
    })

    test.runIf(name === 'postgres')('truncate is refused', async () => {
      expect(await refusedBy(sql.raw(`truncate ${table} cascade`).execute(db))).toBe('trigger')
    })

    test.runIf(name !== 'postgres')('replace is refused', async () => {
      expect(await refusedBy(sql.raw(`insert or replace into ${table} select * from ${table}`).execute(db))).toBe(
        'trigger',
      )
    })
  })

  test('an upsert can’t change an entry', async () => {
    const upsert = db
      .insertInto('auditEntry')
      .values(entry('a1'))
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ reason: 'rewritten' }))
    expect(await refusedBy(upsert.execute())).toBe('trigger')
  })

  test('an entry is sealed once, and the chain can’t fork', async () => {
    expect(
      await refusedBy(
        db
          .insertInto('auditSeal')
          .values(seal(2, 'a1', 'hash 1'))
          .execute(),
      ),
    ).toBe('unique')
    expect(
      await refusedBy(
        db
          .insertInto('auditSeal')
          .values(seal(2, 'a2', 'genesis'))
          .execute(),
      ),
    ).toBe('unique')
    expect(
      await refusedBy(
        db
          .insertInto('auditSeal')
          .values(seal(2, 'nowhere', 'hash 1'))
          .execute(),
      ),
    ).toBe('foreign-key')
  })

  test('one e-mail is one person, whatever its case', async () => {
    const twin = { ...person, id: 'staff_2', email: 'sam@DESK.example', createdAt: 1, lastSeenAt: null }
    expect(await refusedBy(db.insertInto('staff').values(twin).execute())).toBe('unique')
  })

  test('a session belongs to someone', async () => {
    const session = {
      id: 's',
      staffId: 'nobody',
      tokenHash: 'h',
      device: null,
      address: '::1',
      revokedAt: null,
      confirmedAt: null,
    }
    const insert = db.insertInto('session').values({ ...session, createdAt: 1, expiresAt: 2 })
    expect(await refusedBy(insert.execute())).toBe('foreign-key')
  })

  test('words and flags outside the list are refused', async () => {
    const word = db.insertInto('auditEntry').values({ ...entry('a3'), outcome: 'maybe' as 'done' })
    expect(await refusedBy(word.execute())).toBe('check')
    const strength = db.insertInto('verification').values({ ...proof, id: 'ver_2', strength: 'sure' as 'proven' })
    expect(await refusedBy(strength.execute())).toBe('check')
    const flag = db.insertInto('mirrorCustomer').values({
      stripeId: 'cus_1',
      teamId: null,
      name: null,
      email: null,
      currency: null,
      balance: 0,
      createdAt: 1,
      asOf: 1,
      isDeleted: 2,
    })
    expect(await refusedBy(flag.execute())).toBe('check')
  })

  test('a missing value and a value of another type are refused', async () => {
    const missing = { ...entry('a4'), action: null as unknown as string }
    expect(await refusedBy(db.insertInto('auditEntry').values(missing).execute())).toBe('not-null')
    const typed = { customerStripeId: 'c', part: 'p', value: 'v', asOf: 'noon' as unknown as number }
    await refusedBy(db.insertInto('keptPage').values(typed).execute())
  })

  test('one fill of the mirror runs at a time', async () => {
    const run = (id: string) =>
      db.insertInto('mirrorRun').values({
        id,
        state: 'running',
        resource: 'customers',
        cursor: null,
        counts: '{}',
        failure: null,
        startedAt: 1,
        finishedAt: null,
        leaseHolder: null,
        leaseUntil: null,
      })
    await run('run_1').execute()
    expect(await refusedBy(run('run_2').execute())).toBe('unique')
  })

  test.each([0, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER])(
    '%d comes back as it went in',
    async (n) => {
      const key = { customerStripeId: `cus_${n}`, part: 'n' }
      await db
        .insertInto('keptPage')
        .values({ ...key, value: '', asOf: n })
        .execute()
      const row = await db
        .selectFrom('keptPage')
        .select('asOf')
        .where('customerStripeId', '=', `cus_${n}`)
        .executeTakeFirst()
      expect(row).toEqual({ asOf: n })
    },
  )

  test('text sorts by bytes on every engine', async () => {
    const words = ['b', 'B', 'a_', 'a', 'aB', 'ä', 'Z', '会', '😀']
    await db
      .insertInto('keptPage')
      .values(words.map((word) => ({ customerStripeId: word, part: 'sorted', value: '', asOf: 0 })))
      .execute()
    const rows = await db
      .selectFrom('keptPage')
      .select('customerStripeId')
      .where('part', '=', 'sorted')
      .orderBy('customerStripeId')
      .execute()
    const byBytes = words.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(rows.map((row) => row.customerStripeId)).toEqual(byBytes)
  })
})
