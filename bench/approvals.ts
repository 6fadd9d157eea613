import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { migrateToLatest } from '../server/adapters/database/migrate.ts'
import { openDatabase } from '../server/adapters/database/open-database.ts'
import { askApproval, buildPlan, defineAction } from '../server/features/approvals/index.ts'
import { driveExecutions } from '../server/features/executions/index.ts'
import type { StaffActor } from '../server/kernel/actor.ts'
import type { Kernel } from '../server/kernel/context.ts'
import { inTransaction } from '../server/kernel/transaction.ts'
import { companionKernel } from '../tests/prove/companion-kernel.ts'
import { type Approver, decide, seatApprover, seatStaff } from '../tests/support/approvals.ts'
import { startPostgres } from '../tests/support/postgres.ts'
import { median } from './support/middle.ts'
import { type Bench, type ResultRow, type Say, toRow } from './support/results.ts'

const ROUNDS = 5
const REQUESTS = 60
const COMMITS = 300
/** Commits of a request from its asking to its end: asked, decided, lease, opened, sent, answered, closed, released. */
const COMMITS_EACH = 8

/** Stripe answers at once: what is measured is what the companion itself costs. */
const action = defineAction({
  kind: 'license.grant',
  payload: z.strictObject({ number: z.number() }),
  facts: z.strictObject({}),
  readFacts: () => Promise.resolve({}),
  binding: () => ({}),
  measure: () => ({ given: null, flags: [] }),
  card: () => ({ title: 'Something', lines: [], history: [], warnings: [], customerReceives: null }),
  steps: [
    {
      name: 'send',
      movesMoney: true,
      perform: () => Promise.resolve({ isSent: true }),
      find: () => Promise.resolve({ is: 'absent' }),
    },
  ],
})
const PLANS = new Map([[action.kind, buildPlan(action)]])

const noStripe = new Proxy({} as Kernel['stripe'], {
  get: () => () => {
    throw new Error('Stripe was asked')
  },
})

let asked = 0

const askOne = async (kernel: Kernel, actor: StaffActor): Promise<string> => {
  asked += 1
  const subject = {
    key: `bench:${asked}`,
    teamId: null,
    customerStripeId: null,
    name: null,
    ticket: null,
    verificationId: null,
  }
  const ask = { requestKey: randomBytes(16).toString('base64url'), reason: 'Bench', isTwinMeant: false }
  const wanted = { subject, payload: { number: asked }, ask }
  return (await askApproval(kernel, { actor, requestId: 'req_bench' }, action, wanted)).id
}

const perSecond = async (count: number, work: () => Promise<void>): Promise<number> => {
  const from = performance.now()
  await work()
  return count / ((performance.now() - from) / 1000)
}

/** Requests from their asking to their end, one after the other as one desk would. */
const wholeRound = (kernel: Kernel, actor: StaffActor, approver: Approver) =>
  perSecond(REQUESTS, async () => {
    for (let n = 0; n < REQUESTS; n++) {
      const id = await askOne(kernel, actor)
      await decide(kernel, approver, id)
      await driveExecutions(kernel, PLANS, { holder: 'bench' })
    }
  })

/** The least that a durable word costs on this database: one row changed, committed alone. */
const commitRound = ({ db }: Kernel) =>
  perSecond(COMMITS, async () => {
    for (let n = 0; n < COMMITS; n++)
      await inTransaction(db, async (tx) => {
        await tx
          .updateTable('executionGate')
          .set({ reason: `bench ${n}` })
          .where('id', '=', 1)
          .execute()
      })
  })

const measure = async (what: string, url: string, say: Say): Promise<ResultRow> => {
  const { db, close } = await openDatabase(url, { driver: 'node:sqlite' })
  try {
    await migrateToLatest(db)
    const clock = { now: () => Date.now() }
    const kernel = companionKernel({ db, stripe: noStripe, clock, replica: 'bench' })
    const actor = await seatStaff(kernel, 'Ines Albrecht', ['support'])
    const approver = await seatApprover(kernel, 'Jonas Whitlock')
    const rates: number[] = []
    const limits: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      limits.push((await commitRound(kernel)) / COMMITS_EACH)
      rates.push(await wholeRound(kernel, actor, approver))
      say(`${what}, round ${round + 1}: ${Math.round(rates.at(-1) ?? 0)} requests a second`)
    }
    return toRow({
      what: `${what}: asked, countersigned, executed`,
      value: median(rates),
      unit: 'requests/s',
      beside: `bare commits, ${COMMITS_EACH} to a request`,
      besideValue: median(limits),
      goal: 'ratio >= 0.2',
    })
  } finally {
    await close()
  }
}

export const bench: Bench = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  const server = await startPostgres({ flushing: 'durable' })
  try {
    const sqlite = await measure('SQLite', `sqlite:${join(folder, 'bench.db')}`, say)
    await server.createDatabase('bench')
    return [sqlite, await measure('PostgreSQL', server.urlOf('bench'), say)]
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
