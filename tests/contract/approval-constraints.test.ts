import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { errorCodeOf } from '../../server/kernel/errors.ts'
import type { Database } from '../../server/ports/database.ts'
import type { ApprovalDecisionTable, ApprovalRequestTable } from '../../server/ports/schema/approvals.ts'
import { eachDatabase } from '../support/databases.ts'

// Guarantee: the database itself refuses an own decision, a second one, and any change of one that was given, whoever
// writes to it and by whatever way.

const request: ApprovalRequestTable = {
  id: 'apr_1',
  kind: 'credit.issue',
  payload: '{}',
  payloadHash: 'p',
  facts: '{}',
  factsHash: 'f',
  subjectKey: 'cus_1',
  teamId: 'team-1',
  customerStripeId: 'cus_1',
  subjectName: 'Kestrel',
  ticket: '#1',
  verificationId: null,
  reason: 'Outage',
  requesterId: 'stf_ines',
  requesterName: 'Ines',
  requestKey: 'key_1',
  policyVersion: 1,
  approversNeeded: 1,
  isDesktopOnly: 0,
  rules: '[]',
  isCounted: 1,
  givenAmount: 4000,
  givenCurrency: 'usd',
  title: 'Credit of 40.00 USD',
  state: 'requested',
  replacesId: null,
  outcome: null,
  createdAt: 1,
  expiresAt: 2,
  changedAt: 1,
  closedAt: null,
}

const decision: ApprovalDecisionTable = {
  id: 'dec_1',
  requestId: 'apr_1',
  requesterId: 'stf_ines',
  staffId: 'stf_jonas',
  staffName: 'Jonas',
  decision: 'approve',
  comment: null,
  keyId: 'key_jonas',
  message: '{}',
  signature: 'sig_1',
  at: 1,
}

const key = (id: string, staffId: string) => ({
  id,
  staffId,
  publicKey: `public ${id}`,
  place: 'keyring' as const,
  label: 'laptop',
  state: 'active' as const,
  createdAt: 1,
  activatedAt: 1,
  endedAt: null,
})

// https://sqlite.org/rescode.html#constraint and PostgreSQL's class 23
const CONSTRAINTS: Readonly<Record<string, string>> = {
  275: 'check',
  787: 'foreign-key',
  1555: 'unique',
  1811: 'trigger',
  2067: 'unique',
  23505: 'unique',
  23503: 'foreign-key',
  23514: 'check',
  23001: 'trigger',
}

/** Which rule of the schema refused it, by the driver's code. */
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

eachDatabase((_name, open) => {
  let db: Database
  const decide = (over: Partial<ApprovalDecisionTable>) =>
    db
      .insertInto('approvalDecision')
      .values({ ...decision, ...over })
      .execute()

  beforeAll(async () => {
    db = (await open()).db
    for (const name of ['ines', 'jonas', 'mira'])
      await db
        .insertInto('staff')
        .values({
          id: `stf_${name}`,
          name,
          email: `${name}@desk.example`,
          roles: '[]',
          status: 'active',
          createdAt: 1,
          lastSeenAt: null,
        })
        .execute()
    await db.insertInto('approvalRequest').values(request).execute()
    await db
      .insertInto('approverKey')
      .values([key('key_ines', 'stf_ines'), key('key_jonas', 'stf_jonas')])
      .execute()
    await decide({})
  })

  describe('a decision', () => {
    test('of whoever asked is refused', async () => {
      const own = { id: 'dec_2', staffId: 'stf_ines', keyId: 'key_ines', signature: 'sig_2' }
      expect(await refusedBy(decide(own))).toBe('check')
    })

    test('of whoever asked, under somebody else’s name as the requester, is refused', async () => {
      const disguised = { id: 'dec_3', requesterId: 'stf_mira', staffId: 'stf_ines', signature: 'sig_3' }
      expect(await refusedBy(decide(disguised))).toBe('foreign-key')
    })

    test('by the same person twice is refused', async () => {
      expect(await refusedBy(decide({ id: 'dec_4', signature: 'sig_4' }))).toBe('unique')
    })

    test('with a signature that was given before is refused', async () => {
      expect(await refusedBy(decide({ id: 'dec_5', staffId: 'stf_mira' }))).toBe('unique')
    })

    test('on a request that doesn’t exist is refused', async () => {
      const stray = { id: 'dec_6', requestId: 'apr_9', staffId: 'stf_mira', signature: 'sig_6' }
      expect(await refusedBy(decide(stray))).toBe('foreign-key')
    })

    test.each([
      ['changed', "update approval_decision set decision = 'reject'"],
      ['removed', 'delete from approval_decision'],
    ])('can’t be %s', async (_what, statement) => {
      expect(await refusedBy(sql.raw(statement).execute(db))).toBe('trigger')
    })
  })

  test('whoever asked can’t be exchanged once somebody decided', async () => {
    const exchanged = sql.raw("update approval_request set requester_id = 'stf_mira' where id = 'apr_1'").execute(db)
    expect(await refusedBy(exchanged)).toBe('foreign-key')
  })

  test('one subject has one execution under way', async () => {
    await db
      .insertInto('approvalRequest')
      .values({ ...request, id: 'apr_2', requestKey: 'key_2' })
      .execute()
    const execution = (id: string) => ({
      id,
      kind: 'credit.issue',
      subjectKey: 'cus_1',
      input: '{}',
      state: 'running' as const,
      mustLook: 0,
      tries: 0,
      ownFaults: 0,
      nextAt: 1,
      problem: null,
      createdAt: 1,
      startedAt: 1,
      endedAt: null,
    })
    await db.insertInto('execution').values(execution('apr_1')).execute()
    expect(await refusedBy(db.insertInto('execution').values(execution('apr_2')).execute())).toBe('unique')
  })
})
