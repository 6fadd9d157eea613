// Guarantee: what can't be told yet is looked up when it can, and what a restored database forgot before anything is sent;
// neither ever ends in a second effect or in a round without an end.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_POLICY } from '@countersign/shared/features/policy'
import { PLANS } from '../../server/app/actions.ts'
import { askApproval, buildPlan, changePolicy, defineAction } from '../../server/features/approvals/index.ts'
import { findRequest } from '../../server/features/approvals/store.ts'
import { driveExecutions, lookUpUnfinished, markRestored } from '../../server/features/executions/index.ts'
import { readGate } from '../../server/features/executions/store.ts'
import { type StaffActor, systemActor } from '../../server/kernel/actor.ts'
import { GatewayError, type GatewayFailure } from '../../server/kernel/errors.ts'
import { type Approver, decide, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { z } from 'zod'

const MINUTE = 60_000
const SUBJECT = { teamId: null, customerStripeId: null, ticket: null, verificationId: null, name: 'Something' }

let desk: Desk
let ines: StaffActor
let jonas: Approver
let sent: string[]
let answers: Array<GatewayFailure | 'fine'>
let isThere: boolean | null
let numbers: number[]

/** One step whose fate the test decides. */
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
      perform: ({ input }, key) => {
        numbers.push(input.payload.number)
        sent.push(key.split('/').slice(1).join('/'))
        const answer = answers.shift() ?? 'fine'
        if (answer === 'fine') return Promise.resolve({ isSent: true })
        return Promise.reject(new GatewayError('stripe', answer, { retryable: true }))
      },
      find: () => {
        if (isThere === null) return Promise.resolve({ is: 'unknowable', why: 'A mail leaves no trace.' })
        return Promise.resolve(isThere ? { is: 'found', result: {} } : { is: 'absent' })
      },
    },
  ],
})
const plans = new Map([...PLANS, [action.kind, buildPlan(action)]])
const run = () => driveExecutions(desk.kernel, plans, { holder: 'test' })
const stateOf = async (id: string) => (await findRequest(desk.kernel.db, id))?.state

/** Signed in again for it, since time goes by here. */
const sign = (id: string) =>
  decide(desk.kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: desk.kernel.clock.now() } }, id)

let asked = 0
const approve = async (by: StaffActor = ines, key = `something:${asked + 1}`) => {
  asked += 1
  const subject = { ...SUBJECT, key }
  const wanted = { subject, payload: { number: asked }, ask: someAsk() }
  const { id } = await askApproval(desk.kernel, { actor: by, requestId: 'req_ask' }, action, wanted)
  await sign(id)
  return id
}

beforeAll(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
})
afterAll(() => desk.close())
beforeEach(() => {
  sent = []
  numbers = []
  answers = []
  isThere = null
})

describe('what is carried out', () => {
  const { parse, stringify } = JSON

  test('is what was signed, whatever was written over the copy that waits', async () => {
    const id = await approve()
    const { db } = desk.kernel
    const { input } = await db.selectFrom('execution').select('input').where('id', '=', id).executeTakeFirstOrThrow()
    const copy = stringify({ ...(parse(input) as object), payload: { number: 999_999 } })
    await db.updateTable('execution').set({ input: copy }).where('id', '=', id).execute()
    await run()
    expect(await stateOf(id)).toBe('done')
    expect(numbers).toEqual([asked])
  })

  test('goes no further when the request was written over after it began', async () => {
    answers = ['timed-out']
    const id = await approve()
    await run()
    const writeOver = async (number: number) => {
      const payload = stringify({ number })
      await desk.kernel.db.updateTable('approvalRequest').set({ payload }).where('id', '=', id).execute()
      desk.kernel.clock.advance(MINUTE)
      await run()
    }
    await writeOver(999_999)
    expect(await stateOf(id)).toBe('executing')
    expect(numbers).toEqual([asked])
    await writeOver(asked)
    expect(await stateOf(id)).toBe('done')
    expect(numbers).toEqual([asked, asked])
  })
})

describe('an error after something unanswered', () => {
  test('is looked up only when nothing can be under way any more', async () => {
    isThere = false
    answers = ['timed-out', 'failed']
    const id = await approve()
    await run()
    desk.kernel.clock.advance(1000)
    await run()
    desk.kernel.clock.advance(9 * MINUTE)
    await run()
    expect(sent).toEqual(['send/1', 'send/1'])
    // It arrived meanwhile.
    isThere = true
    desk.kernel.clock.advance(MINUTE)
    await run()
    expect(await stateOf(id)).toBe('done')
    expect(sent).toEqual(['send/1', 'send/1'])
  })
})

describe('a refusal', () => {
  test('is no failure when what was asked for is there', async () => {
    isThere = true
    answers = ['refused']
    const id = await approve()
    await run()
    expect(await stateOf(id)).toBe('done')
  })

  test('is one when it is not, and says that no money moved', async () => {
    isThere = false
    answers = ['refused']
    const id = await approve()
    await run()
    expect(await stateOf(id)).toBe('failed')
    const row = await findRequest(desk.kernel.db, id)
    expect(JSON.parse(row?.outcome ?? '{}')).toMatchObject({ kind: 'failed', step: 'send', hasMoneyMoved: false })
  })
})

describe('after a restore', () => {
  const lookUp = () => lookUpUnfinished(desk.kernel, plans, { holder: 'test' })

  test('nothing is sent before all is looked up, rounds end, and then everything goes on', async () => {
    isThere = false
    const id = await approve()
    const subject = { ...SUBJECT, key: 'companion:policy' }
    const payload = { document: { ...DEFAULT_POLICY, requestHours: 48 } }
    const wanted = { subject, payload, ask: someAsk() }
    const policy = await askApproval(desk.kernel, { actor: ines, requestId: 'req_ask' }, changePolicy, wanted)
    await sign(policy.id)
    await markRestored(desk.kernel, systemActor('test'), 'a backup was put back')

    expect(await lookUp()).toEqual({ isPaused: true })
    desk.kernel.clock.advance(11 * MINUTE)
    // What is asked for meanwhile keeps nothing up.
    const later = await approve()
    expect(await lookUp()).toEqual({ isPaused: false })
    expect(sent).toEqual([])
    expect((await readGate(desk.kernel.db)).pausedSince).toBeNull()

    desk.kernel.clock.advance(MINUTE)
    await run()
    expect(await Promise.all([id, policy.id, later].map(stateOf))).toEqual(['done', 'done', 'done'])
    expect(sent).toEqual(['send/1', 'send/1'])
  })

  test('what waits behind another of its subject doesn’t keep the pause for ever', async () => {
    isThere = false
    answers = ['timed-out']
    const first = await approve(ines, 'subject:shared')
    await run()
    const second = await approve(ines, 'subject:shared')
    await markRestored(desk.kernel, systemActor('test'), 'a backup was put back')
    isThere = true
    desk.kernel.clock.advance(11 * MINUTE)
    expect(await lookUp()).toEqual({ isPaused: false })
    desk.kernel.clock.advance(MINUTE)
    await run()
    // The second is looked up once the first has ended, and ends a round later.
    desk.kernel.clock.advance(MINUTE)
    await run()
    expect(await Promise.all([first, second].map(stateOf))).toEqual(['done', 'done'])
    expect(sent).toEqual(['send/1'])
  })

  test('what Stripe has already is adopted', async () => {
    const id = await approve()
    await markRestored(desk.kernel, systemActor('test'), 'a backup was put back')
    isThere = true
    desk.kernel.clock.advance(11 * MINUTE)
    await lookUp()
    desk.kernel.clock.advance(MINUTE)
    await run()
    expect(await stateOf(id)).toBe('done')
    expect(sent).toEqual([])
  })
})
