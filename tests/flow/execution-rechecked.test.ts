// Guarantee: as long as nothing was done, what was approved is compared with the facts again before it is sent, however it
// was turned away before; once something was done it is brought to its end; and what only our own faults hold up ends too.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { outcomeSchema } from '@countersign/shared/features/approvals'
import { z } from 'zod'
import { PLANS } from '../../server/app/actions.ts'
import { askApproval, buildPlan, defineAction } from '../../server/features/approvals/index.ts'
import { findRequest } from '../../server/features/approvals/store.ts'
import { driveExecutions, resolveStep } from '../../server/features/executions/index.ts'
import { removeStaff } from '../../server/features/staff/remove-staff.ts'
import { type StaffActor, systemActor } from '../../server/kernel/actor.ts'
import { GatewayError, type GatewayFailure } from '../../server/kernel/errors.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { type Approver, decide, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const SUBJECT = { teamId: null, customerStripeId: null, ticket: null, verificationId: null, name: 'Something' }
const TURNED_AWAY: readonly GatewayFailure[] = ['rate-limited', 'key-refused', 'failed']

let desk: Desk
let ines: StaffActor
let jonas: Approver
let fact: string
let sent: string[]
let answers: Record<string, Array<GatewayFailure | 'fine'>>
let there: Set<string>
let isUnknowable: boolean
let isSettlingBroken: boolean

const stepOf = (name: string) => ({
  name,
  movesMoney: true,
  perform: (_context: unknown, key: string) => {
    sent.push(key.split('/').slice(1).join('/'))
    const answer = answers[name]?.shift() ?? 'fine'
    if (answer === 'fine') return Promise.resolve({ made: name })
    return Promise.reject(new GatewayError('stripe', answer, { retryable: true }))
  },
  find: () => {
    if (isUnknowable) return Promise.resolve({ is: 'unknowable' as const, why: 'It leaves no trace.' })
    const isThere = there.has(name)
    return Promise.resolve(isThere ? { is: 'found' as const, result: { made: name } } : { is: 'absent' as const })
  },
})

/** Two steps on a fact that the test moves. */
const action = defineAction({
  kind: 'license.grant',
  payload: z.strictObject({}),
  facts: z.strictObject({ fact: z.string() }),
  readFacts: () => Promise.resolve({ fact }),
  binding: (facts) => ({ Fact: facts.fact }),
  measure: () => ({ given: null, flags: [] }),
  card: () => ({ title: 'Something', lines: [], history: [], warnings: [], customerReceives: null }),
  steps: [stepOf('one'), stepOf('two')],
  settle: () => (isSettlingBroken ? Promise.reject(new Error('our own bug')) : Promise.resolve()),
})
const plans = new Map([...PLANS, [action.kind, buildPlan(action)]])
const run = () => driveExecutions(desk.kernel, plans, { holder: 'test' })
const runLater = async (ms = 5 * MINUTE) => {
  desk.kernel.clock.advance(ms)
  await run()
}
const stateOf = async (id: string) => (await findRequest(desk.kernel.db, id))?.state
const outcomeOf = async (id: string) =>
  outcomeSchema.parse(JSON.parse((await findRequest(desk.kernel.db, id))?.outcome ?? 'null'))

let asked = 0
const approve = async (key = `something:${++asked}`): Promise<string> => {
  const wanted = { subject: { ...SUBJECT, key }, payload: {}, ask: someAsk() }
  const { id } = await askApproval(desk.kernel, { actor: ines, requestId: 'req_ask' }, action, wanted)
  await decide(desk.kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: desk.kernel.clock.now() } }, id)
  return id
}

beforeAll(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
})
afterAll(() => desk.close())
beforeEach(() => {
  fact = 'as it was'
  sent = []
  answers = {}
  there = new Set()
  isUnknowable = false
  isSettlingBroken = false
})

describe('what was turned away before anything was done', () => {
  test.each(TURNED_AWAY)('%s: is stale when the facts moved meanwhile, and is not sent again', async (failure) => {
    // A server error is looked up and sent again at once, six moves in a round.
    answers = { one: Array.from({ length: 3 }, () => failure) }
    const id = await approve()
    await run()
    expect(await stateOf(id)).toBe('executing')
    fact = 'moved'
    const before = sent.length
    await runLater()
    expect(await stateOf(id)).toBe('stale')
    expect(sent).toHaveLength(before)
    expect(await outcomeOf(id)).toEqual({
      kind: 'stale',
      differences: [{ what: 'Fact', was: 'as it was', now: 'moved' }],
    })
  })

  test('is compared again within the round, after the look that proves that nothing was done', async () => {
    answers = { one: ['failed'] }
    const id = await approve()
    const { find } = stepOf('one')
    const moving = { ...action, steps: [{ ...stepOf('one'), find: () => ((fact = 'moved'), find()) }, stepOf('two')] }
    await driveExecutions(desk.kernel, new Map([[action.kind, buildPlan(moving)]]), { holder: 'test' })
    expect(await stateOf(id)).toBe('stale')
    expect(sent).toEqual(['one/1'])
  })

  test('is adopted when it was done after all, whatever the facts say by then', async () => {
    answers = { one: ['rate-limited'] }
    const id = await approve()
    await run()
    there = new Set(['one'])
    fact = 'moved by our own hand'
    await runLater()
    expect(await stateOf(id)).toBe('done')
    expect(sent).toEqual(['one/1', 'two/1'])
  })

  test('is stale when the requester has left meanwhile', async () => {
    const leaving = await seatStaff(desk.kernel, `Leaving ${asked}`, ['support'])
    answers = { one: ['rate-limited'] }
    const wanted = { subject: { ...SUBJECT, key: 'something:leaving' }, payload: {}, ask: someAsk() }
    const { id } = await askApproval(desk.kernel, { actor: leaving, requestId: 'req_ask' }, action, wanted)
    await decide(desk.kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: desk.kernel.clock.now() } }, id)
    await run()
    await removeStaff(desk.kernel, { actor: systemActor('test'), requestId: null }, leaving.id)
    await runLater()
    expect(await stateOf(id)).toBe('stale')
    expect(sent).toEqual(['one/1'])
  })

  test('goes on when nothing moved', async () => {
    answers = { one: ['rate-limited', 'key-refused', 'failed'] }
    const id = await approve()
    await run()
    await runLater()
    await runLater()
    expect(await stateOf(id)).toBe('done')
    expect(sent).toEqual(['one/1', 'one/2', 'one/3', 'one/4', 'two/1'])
  })
})

test('once something was done it is brought to its end, though the facts moved by it', async () => {
  answers = { two: ['rate-limited', 'failed'] }
  const id = await approve()
  await run()
  fact = 'moved by our own hand'
  await runLater()
  expect(await stateOf(id)).toBe('done')
  expect(sent).toEqual(['one/1', 'two/1', 'two/1', 'two/2'])
})

describe('a key that may never do it', () => {
  const refuse = () => Array.from({ length: 40 }, (): GatewayFailure => 'key-refused')

  test('is waited for an hour; then it has failed, and no money moved', async () => {
    answers = { one: refuse() }
    const id = await approve()
    await run()
    for (let minutes = 5; minutes < 60; minutes += 5) await runLater()
    expect(await stateOf(id)).toBe('executing')
    await runLater()
    expect(await outcomeOf(id)).toMatchObject({
      kind: 'failed',
      step: 'one',
      code: 'STRIPE_KEY_REFUSED',
      hasMoneyMoved: false,
    })
  })

  test('after a first step has failed as well, and says that money moved', async () => {
    answers = { two: refuse() }
    const id = await approve()
    await run()
    await runLater(HOUR)
    expect(await outcomeOf(id)).toMatchObject({
      kind: 'failed',
      step: 'two',
      hasMoneyMoved: true,
      results: { one: { made: 'one' } },
    })
  })
})

describe('a fault of our own', () => {
  const runTimes = async (times: number) => {
    for (let count = 0; count < times; count++) await runLater()
  }

  test('that always comes back ends after twenty tries: what Stripe did is told, and nobody waits behind it', async () => {
    isSettlingBroken = true
    const id = await approve('subject:shared')
    await run()
    await runTimes(18)
    expect(await stateOf(id)).toBe('executing')
    await runTimes(1)
    expect(await outcomeOf(id)).toMatchObject({
      kind: 'failed',
      code: 'INTERNAL',
      hasMoneyMoved: true,
      results: { one: { made: 'one' }, two: { made: 'two' } },
    })
    isSettlingBroken = false
    const next = await approve('subject:shared')
    await run()
    expect(await stateOf(next)).toBe('done')
    expect(sent).toEqual(['one/1', 'two/1', 'one/1', 'two/1'])
  })

  test('that mends itself in time leaves no trace', async () => {
    isSettlingBroken = true
    const id = await approve()
    await run()
    await runTimes(18)
    isSettlingBroken = false
    await runTimes(1)
    expect(await stateOf(id)).toBe('done')
  })

  test('while an answer is still missing leaves it to a person', async () => {
    answers = { one: ['timed-out'] }
    const id = await approve()
    await run()
    const payload = JSON.stringify({ written: 'over' })
    await desk.kernel.db.updateTable('approvalRequest').set({ payload }).where('id', '=', id).execute()
    await runTimes(20)
    expect(await outcomeOf(id)).toMatchObject({ kind: 'needs-person', step: 'one', hasMoneyMoved: false })
    expect(sent).toEqual(['one/1'])
  })
})

test('a step that is done on a person’s word is told as that, and nothing is passed on as its result', async () => {
  answers = { one: ['failed'] }
  isUnknowable = true
  const id = await approve()
  await run()
  expect(await stateOf(id)).toBe('needs-person')
  const resolution = {
    actor: jonas.actor,
    requestId: 'apr_word',
    executionId: id,
    finding: 'happened',
    reason: 'seen',
  } as const
  await inTransaction(desk.kernel.db, (tx) => resolveStep(desk.kernel, tx, resolution))
  await runLater()
  expect(await outcomeOf(id)).toEqual({
    kind: 'done',
    results: { one: { onTheWordOf: 'apr_word' }, two: { made: 'two' } },
    surprises: [{ what: 'Step “one”', was: 'confirmed by Stripe', now: 'on a person’s word' }],
  })
})
