// Guarantee: what was asked for before a backup was put back comes to nothing only once Stripe has been asked: what was
// done in the lost time counts as done, and a rejection sends nothing, not even the rest of what was begun.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { PLANS } from '../../server/app/actions.ts'
import {
  buildLookUps,
  buildPlan,
  askApproval,
  defineAction,
  expireRequests,
} from '../../server/features/approvals/index.ts'
import { findRequest } from '../../server/features/approvals/store.ts'
import { withdrawRequest } from '../../server/features/approvals/withdraw-request.ts'
import { driveExecutions, lookUpUnfinished, markRestored } from '../../server/features/executions/index.ts'
import { type StaffActor, systemActor } from '../../server/kernel/actor.ts'
import { type Approver, decide, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const STEPS = ['one', 'two']
const SUBJECT = { teamId: null, customerStripeId: null, ticket: null, verificationId: null, name: 'Something' }

let desk: Desk
let ines: StaffActor
let jonas: Approver
let sent: string[]
let there: Set<string>

const stepOf = (name: string) => ({
  name,
  movesMoney: true,
  perform: () => {
    sent.push(name)
    return Promise.resolve({ made: name })
  },
  find: () =>
    Promise.resolve(there.has(name) ? { is: 'found' as const, result: { made: name } } : { is: 'absent' as const }),
})

/** Two steps; what Stripe has of them, the test says. */
const action = defineAction({
  kind: 'license.grant',
  payload: z.strictObject({}),
  facts: z.strictObject({}),
  readFacts: () => Promise.resolve({}),
  binding: () => ({}),
  measure: () => ({ given: { amount: 4000, currency: 'usd' }, flags: [] }),
  card: () => ({ title: 'Something', lines: [], history: [], warnings: [], customerReceives: null }),
  steps: STEPS.map(stepOf),
})
const own = [buildPlan(action), ...buildLookUps(action)]
const plans = new Map([...PLANS, ...own.map((plan) => [plan.kind, plan] as const)])

let asked = 0
const ask = async () => {
  asked += 1
  const wanted = { subject: { ...SUBJECT, key: `something:${asked}` }, payload: {}, ask: someAsk() }
  return (await askApproval(desk.kernel, { actor: ines, requestId: 'req_ask' }, action, wanted)).id
}
const atDesk = () => ({ ...jonas, actor: { ...jonas.actor, confirmedAt: desk.kernel.clock.now() } })
const reject = (id: string) => decide(desk.kernel, atDesk(), id, 'reject')
const withdraw = (id: string) => withdrawRequest(desk.kernel, { actor: ines, requestId: 'req_back' }, id)
const expire = () => {
  desk.kernel.clock.advance(73 * HOUR)
  return expireRequests(desk.kernel)
}
const restore = () => markRestored(desk.kernel, systemActor('test'), 'a backup was put back')

const rowOf = async (id: string) => {
  const row = await findRequest(desk.kernel.db, id)
  if (!row) throw new Error(`no request ${id}`)
  const { state, isCounted, closedAt, outcome } = row
  const isClosed = closedAt !== null
  return { state, isCounted, isClosed, outcome: outcome === null ? null : (JSON.parse(outcome) as unknown) }
}

/** Long enough for whatever may be under way, and for the rounds after it. */
const lookAndRun = async () => {
  for (let round = 0; round < 4; round++) {
    desk.kernel.clock.advance(6 * MINUTE)
    const { isPaused } = await lookUpUnfinished(desk.kernel, plans, { holder: 'test' })
    if (!isPaused) await driveExecutions(desk.kernel, plans, { holder: 'test' })
  }
}

beforeAll(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
})
afterAll(() => desk.close())
beforeEach(() => {
  sent = []
  there = new Set()
})

const ENDINGS = [
  ['rejected', reject],
  ['withdrawn', withdraw],
  ['expired', expire],
] as const

describe('asked for before a backup was put back', () => {
  test.each(ENDINGS)('%s: done in the lost time, it ends as done, and counts', async (as, end) => {
    const id = await ask()
    await restore()
    there = new Set(STEPS)
    await end(id)
    expect(await rowOf(id)).toEqual({
      state: 'executing',
      isCounted: 1,
      isClosed: false,
      outcome: { kind: 'void', as },
    })
    await lookAndRun()
    const surprise = { what: 'This request', was: as, now: 'done before a backup was put back' }
    expect(await rowOf(id)).toEqual({
      state: 'done',
      isCounted: 1,
      isClosed: true,
      outcome: { kind: 'done', results: { one: { made: 'one' }, two: { made: 'two' } }, surprises: [surprise] },
    })
    expect(sent).toEqual([])
  })

  test.each(ENDINGS)('%s: nothing of it at Stripe, it ends so, and counts no more', async (as, end) => {
    const id = await ask()
    await restore()
    await end(id)
    await lookAndRun()
    expect(await rowOf(id)).toEqual({ state: as, isCounted: 0, isClosed: true, outcome: { kind: 'void', as } })
    expect(sent).toEqual([])
  })

  test('nobody decides it while Stripe is asked, nor does what may be under way count as absent', async () => {
    const id = await ask()
    await restore()
    await withdraw(id)
    await expect(reject(id)).rejects.toMatchObject({ code: 'REQUEST_NOT_OPEN' })
    desk.kernel.clock.advance(9 * MINUTE)
    await lookUpUnfinished(desk.kernel, plans, { holder: 'test' })
    expect(await rowOf(id)).toMatchObject({ state: 'executing' })
    // It arrived meanwhile.
    there = new Set(STEPS)
    await lookAndRun()
    expect(await rowOf(id)).toMatchObject({ state: 'done' })
  })

  test('done in part: the rest is not sent on nobody’s word, and what stands is told', async () => {
    const id = await ask()
    await restore()
    there = new Set(['one'])
    await reject(id)
    await lookAndRun()
    const { outcome, ...row } = await rowOf(id)
    expect(row).toEqual({ state: 'failed', isCounted: 1, isClosed: true })
    expect(outcome).toMatchObject({
      kind: 'failed',
      step: 'two',
      code: 'DONE_IN_PART',
      hasMoneyMoved: true,
      results: { one: { made: 'one' } },
    })
    expect(sent).toEqual([])
  })

  test('asked for since, it comes to nothing at once', async () => {
    await restore()
    desk.kernel.clock.advance(1)
    const id = await ask()
    expect(await reject(id)).toBe('rejected')
    expect(await rowOf(id)).toEqual({ state: 'rejected', isCounted: 0, isClosed: true, outcome: null })
  })
})
