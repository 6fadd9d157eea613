// Guarantee: as long as nothing was done, what was approved is compared with the facts again before it is sent, however it
// was turned away before; once something was done it is brought to its end; and what only our own faults hold up ends too.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '@countersign/shared/times'
import { buildPlan } from '../../server/features/approvals/index.ts'
import { driveExecutions, resolveStep, type Step } from '../../server/features/executions/index.ts'
import { removeStaff } from '../../server/features/staff/remove-staff.ts'
import { type StaffActor, systemActor } from '../../server/kernel/actor.ts'
import type { GatewayFailure } from '../../server/kernel/errors.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { type Approver, seatApprover, seatStaff } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { type Fate, freshFate, twoSteps, workTwoSteps } from '../support/two-steps.ts'

const TURNED_AWAY: readonly GatewayFailure[] = ['rate-limited', 'key-refused', 'failed']

let desk: Desk
let ines: StaffActor
let jonas: Approver
let fate: Fate
let work: ReturnType<typeof workTwoSteps>

const action = twoSteps(() => fate)
const runLater = (ms = 5 * MINUTE_MS) => work.runLater(ms)
let asked = 0
const approve = (key = `something:${++asked}`, by?: StaffActor) => work.approve(key, by)

beforeAll(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
  work = workTwoSteps(desk, action, { ines, jonas })
})
afterAll(() => desk.close())
beforeEach(() => {
  fate = freshFate()
})

describe('what was turned away before anything was done', () => {
  test.each(TURNED_AWAY)('%s: is stale when the facts moved meanwhile, and is not sent again', async (failure) => {
    // A server error is looked up and sent again at once, six moves in a round.
    fate.answers = { one: Array.from({ length: 3 }, () => failure) }
    const id = await approve()
    await work.run()
    expect(await work.stateOf(id)).toBe('executing')
    fate.fact = 'moved'
    const before = fate.sent.length
    await runLater()
    expect(await work.stateOf(id)).toBe('stale')
    expect(fate.sent).toHaveLength(before)
    expect(await work.outcomeOf(id)).toEqual({
      kind: 'stale',
      differences: [{ what: 'Fact', was: 'as it was', now: 'moved' }],
    })
  })

  test('is compared again within the round, after the look that proves that nothing was done', async () => {
    fate.answers = { one: ['failed'] }
    const id = await approve()
    const [first, ...others] = action.steps
    if (!first) throw new Error('no step')
    const find: Step['find'] = (context) => {
      fate.fact = 'moved'
      return first.find(context)
    }
    const moving = { ...action, steps: [{ ...first, find }, ...others] }
    await driveExecutions(desk.kernel, new Map([[action.kind, buildPlan(moving)]]), { holder: 'test' })
    expect(await work.stateOf(id)).toBe('stale')
    expect(fate.sent).toEqual(['one/1'])
  })

  test('is adopted when it was done after all, whatever the facts say by then', async () => {
    fate.answers = { one: ['rate-limited'] }
    const id = await approve()
    await work.run()
    fate.finds = { one: { is: 'found', result: { made: 'one' } } }
    fate.fact = 'moved by our own hand'
    await runLater()
    expect(await work.stateOf(id)).toBe('done')
    expect(fate.sent).toEqual(['one/1', 'two/1'])
  })

  test('is stale when the requester has left meanwhile', async () => {
    const leaving = await seatStaff(desk.kernel, `Leaving ${asked}`, ['support'])
    fate.answers = { one: ['rate-limited'] }
    const id = await approve('something:leaving', leaving)
    await work.run()
    await removeStaff(desk.kernel, { actor: systemActor('test'), requestId: null }, leaving.id)
    await runLater()
    expect(await work.stateOf(id)).toBe('stale')
    expect(fate.sent).toEqual(['one/1'])
  })

  test('goes on when nothing moved', async () => {
    fate.answers = { one: ['rate-limited', 'key-refused', 'failed'] }
    const id = await approve()
    await work.run()
    await runLater()
    await runLater()
    expect(await work.stateOf(id)).toBe('done')
    expect(fate.sent).toEqual(['one/1', 'one/2', 'one/3', 'one/4', 'two/1'])
  })
})

test('once something was done it is brought to its end, though the facts moved by it', async () => {
  fate.answers = { two: ['rate-limited', 'failed'] }
  const id = await approve()
  await work.run()
  fate.fact = 'moved by our own hand'
  await runLater()
  expect(await work.stateOf(id)).toBe('done')
  expect(fate.sent).toEqual(['one/1', 'two/1', 'two/1', 'two/2'])
})

describe('a key that may never do it', () => {
  const refuse = () => Array.from({ length: 40 }, (): GatewayFailure => 'key-refused')

  test('is waited for an hour; then it has failed, and no money moved', async () => {
    fate.answers = { one: refuse() }
    const id = await approve()
    await work.run()
    for (let minutes = 5; minutes < 60; minutes += 5) await runLater()
    expect(await work.stateOf(id)).toBe('executing')
    await runLater()
    expect(await work.outcomeOf(id)).toMatchObject({
      kind: 'failed',
      step: 'one',
      code: 'STRIPE_KEY_REFUSED',
      hasMoneyMoved: false,
    })
  })

  test('after a first step has failed as well, and says that money moved', async () => {
    fate.answers = { two: refuse() }
    const id = await approve()
    await work.run()
    await runLater(HOUR_MS)
    expect(await work.outcomeOf(id)).toMatchObject({
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
    fate.isSettlingBroken = true
    const id = await approve('subject:shared')
    await work.run()
    await runTimes(18)
    expect(await work.stateOf(id)).toBe('executing')
    await runTimes(1)
    expect(await work.outcomeOf(id)).toMatchObject({
      kind: 'failed',
      code: 'INTERNAL',
      hasMoneyMoved: true,
      results: { one: { made: 'one' }, two: { made: 'two' } },
    })
    fate.isSettlingBroken = false
    const next = await approve('subject:shared')
    await work.run()
    expect(await work.stateOf(next)).toBe('done')
    expect(fate.sent).toEqual(['one/1', 'two/1', 'one/1', 'two/1'])
  })

  test('that mends itself in time leaves no trace', async () => {
    fate.isSettlingBroken = true
    const id = await approve()
    await work.run()
    await runTimes(18)
    fate.isSettlingBroken = false
    await runTimes(1)
    expect(await work.stateOf(id)).toBe('done')
  })

  test('while an answer is still missing leaves it to a person', async () => {
    fate.answers = { one: ['timed-out'] }
    const id = await approve()
    await work.run()
    const payload = JSON.stringify({ written: 'over' })
    await desk.kernel.db.updateTable('approvalRequest').set({ payload }).where('id', '=', id).execute()
    await runTimes(20)
    expect(await work.outcomeOf(id)).toMatchObject({ kind: 'needs-person', step: 'one', hasMoneyMoved: false })
    expect(fate.sent).toEqual(['one/1'])
  })
})

test('a step that is done on a person’s word is told as that, and nothing is passed on as its result', async () => {
  fate.answers = { one: ['failed'] }
  fate.finds = { one: { is: 'unknowable', why: 'It leaves no trace.' } }
  const id = await approve()
  await work.run()
  expect(await work.stateOf(id)).toBe('needs-person')
  const resolution = {
    actor: jonas.actor,
    requestId: 'apr_word',
    executionId: id,
    finding: 'happened',
    reason: 'seen',
  } as const
  await inTransaction(desk.kernel.db, (tx) => resolveStep(desk.kernel, tx, resolution))
  await runLater()
  expect(await work.outcomeOf(id)).toEqual({
    kind: 'done',
    results: { one: { onTheWordOf: 'apr_word' }, two: { made: 'two' } },
    surprises: [{ what: 'Step “one”', was: 'confirmed by Stripe', now: 'on a person’s word' }],
  })
})
