// Guarantee: what is asked goes by the policy in force when it is written. A stricter one that comes into force between
// reading and writing is never missed, whichever database, and whoever's connection it comes over.
import { DEFAULT_POLICY, type Policy } from '@countersign/shared/features/policy'
import { type KyselyPlugin, SelectQueryNode, sql, TableNode } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { askApproval, changePolicy, defineAction, readPolicy } from '../../server/features/approvals/index.ts'
import { findRequest, insertPolicy } from '../../server/features/approvals/store.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import { seatStaff, someAsk } from '../support/approvals.ts'
import { eachDatabase } from '../support/databases.ts'
import { codeOf } from '../support/hostile-desk.ts'
import { aKernel } from './audit-kernel.ts'

const STRICT = structuredClone(DEFAULT_POLICY)
STRICT.rules['coupon.code'] = { bands: [{ upTo: null, approvers: 1 }] }

const SUBJECT = {
  key: 'cus_1',
  teamId: 'team-1',
  customerStripeId: 'cus_1',
  ticket: '#1',
  verificationId: null,
  name: 'Kestrel Robotics',
}

/** A code of 10.00 USD: nobody has to approve it by the policy that comes with the product, one by the strict one. */
const couponThat = (isLookedAt: () => Promise<void>) =>
  defineAction({
    kind: 'coupon.code',
    payload: z.strictObject({}),
    facts: z.strictObject({ readUnder: z.int() }),
    readFacts: async (kernel) => {
      const { version } = await readPolicy(kernel)
      await isLookedAt()
      return { readUnder: version }
    },
    binding: () => ({}),
    measure: () => ({ given: { amount: 1000, currency: 'usd' }, flags: [] }),
    card: () => ({ title: 'Code', lines: [], history: [], warnings: [], customerReceives: null }),
    steps: [],
  })
const coupon = couponThat(() => Promise.resolve())

/** By its name in the database: the query comes here last. */
const isOfPolicy: (node: unknown) => boolean = (node) =>
  TableNode.is(node as TableNode) && (node as TableNode).table.identifier.name === 'policy_version'

/** The same connections, with something that happens once: when the last of that many readings of the policy is back. */
const afterReadings = (db: Database, count: number, happen: () => Promise<void>): Database => {
  const readings = new WeakSet<object>()
  let left = count
  const plugin: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      if (SelectQueryNode.is(node) && node.from?.froms.some(isOfPolicy)) readings.add(queryId)
      return node
    },
    transformResult: async ({ result, queryId }) => {
      if (readings.has(queryId) && --left === 0) await happen()
      return result
    },
  }
  return Object.assign(db.withPlugin(plugin), { kind: db.kind })
}

eachDatabase((_name, open) => {
  let kernel: Kernel
  /** The same database over another connection, as another replica has it. */
  let elsewhere: Kernel
  let ines: StaffActor

  const ask = (over: Database, action = coupon) =>
    askApproval({ ...kernel, db: over }, { actor: ines, requestId: 'req_ask' }, action, {
      subject: SUBJECT,
      payload: {},
      ask: someAsk(),
    })
  const enact = async (policy: Policy) => {
    const { version } = await readPolicy(elsewhere)
    const row = { version: version + 1, document: JSON.stringify(policy), requestId: null, createdAt: 1 }
    expect(await insertPolicy(elsewhere.db, row)).toBe(true)
  }

  beforeEach(async () => {
    const fresh = await open()
    kernel = aKernel(fresh.db)
    elsewhere = aKernel((await fresh.again()).db)
    ines = await seatStaff(kernel, 'Ines Albrecht', ['support'])
    expect((await readPolicy(kernel)).version).toBe(1)
  })

  test('asked under a policy that stays, it needs nobody', async () => {
    const { id } = await ask(kernel.db)
    expect(await findRequest(kernel.db, id)).toMatchObject({ policyVersion: 1, approversNeeded: 0, state: 'approved' })
  })

  test('a stricter policy that was enacted right after the last look at it counts, for its facts too', async () => {
    // The action’s own facts are one reading, the weighing is the other.
    const { id } = await ask(afterReadings(kernel.db, 2, () => enact(STRICT)))
    expect(await findRequest(kernel.db, id)).toMatchObject({
      policyVersion: 2,
      approversNeeded: 1,
      state: 'requested',
      facts: JSON.stringify({ readUnder: 2 }),
    })
    expect(await kernel.db.selectFrom('approvalRequest').select('id').execute()).toEqual([{ id }])
  })

  test('a policy on its way into force is waited for', async () => {
    const isRead = Promise.withResolvers<void>()
    const asked = Promise.withResolvers<{ id: string }>()
    const standing = { isOver: false }
    const settling = inTransaction(elsewhere.db, async (tx) => {
      const input = {
        payload: { document: STRICT },
        facts: { version: 1, document: DEFAULT_POLICY, differences: ['Codes: one approver.'] },
        requestId: null,
        reason: 'Too many codes',
      }
      await changePolicy.settle(elsewhere, tx, { input, results: {} })
      const over = afterReadings(kernel.db, 2, () => Promise.resolve(isRead.resolve()))
      const asking = ask(over).finally(() => (standing.isOver = true))
      asking.then(asked.resolve, asked.reject)
      await isRead.promise
      while (!standing.isOver && elsewhere.db.kind === 'postgres' && !(await isSomebodyWaiting())) continue
    })
    await settling
    const { id } = await asked.promise
    expect(await findRequest(kernel.db, id)).toMatchObject({ policyVersion: 2, approversNeeded: 1, state: 'requested' })
  })

  /** Whether a transaction of this database stands before a lock that isn’t given. */
  const isSomebodyWaiting = async (): Promise<boolean> => {
    const waiting = sql<{ pid: number }>`select pid from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`
    return (await waiting.execute(elsewhere.db)).rows.length > 0
  }

  test('one policy after the other ends in a refusal that says so, with nothing written', async () => {
    let looks = 0
    const restless = couponThat(async () => {
      looks += 1
      await enact(STRICT)
    })
    expect(await ask(kernel.db, restless).catch(codeOf)).toBe('POLICY_MOVED')
    expect(looks).toBe(3)
    expect(await kernel.db.selectFrom('approvalRequest').select('id').execute()).toEqual([])
  })
})
