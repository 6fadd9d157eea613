// Guarantee: whatever a restored backup forgot is found or asked about before anything is sent again, and what stands at
// Stripe by somebody else's hand is never taken for ours; what can't be told is told to a person, not called a failure.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { HOUR_MS, MINUTE_MS } from '@countersign/shared/times'
import { updateRequest } from '../../server/features/approvals/store.ts'
import { lookUpUnfinished, markRestored, resolveStep } from '../../server/features/executions/index.ts'
import { findExecution } from '../../server/features/executions/store.ts'
import { systemActor } from '../../server/kernel/actor.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { seatApprover, seatStaff } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'
import { type Fate, freshFate, twoSteps, workTwoSteps } from '../support/two-steps.ts'

const FOUND = { is: 'found', result: { made: 'one' } } as const
const GONE = { is: 'unknowable', why: 'It leaves no trace.' } as const
const QUIET_MS = 11 * MINUTE_MS

let desk: Desk
let fate: Fate
let work: ReturnType<typeof workTwoSteps>
let careful: ReturnType<typeof workTwoSteps>

let asked = 0
const newKey = () => `something:${++asked}`
const restore = () => markRestored(desk.kernel, systemActor('test'), 'a backup was put back')
const lookUp = () => lookUpUnfinished(desk.kernel, work.plans, { holder: 'test' })
const say = (id: string, finding: 'happened' | 'did-not-happen') =>
  inTransaction(desk.kernel.db, async (tx) => {
    const word = {
      actor: systemActor('test'),
      requestId: 'apr_word',
      executionId: id,
      finding,
      reason: 'seen',
    } as const
    await resolveStep(desk.kernel, tx, word)
    await updateRequest(tx, id, { state: 'executing', changedAt: desk.kernel.clock.now() })
  })

beforeAll(async () => {
  desk = await openDesk()
  const ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  const jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
  work = workTwoSteps(
    desk,
    twoSteps(() => fate),
    { ines, jonas },
  )
  careful = workTwoSteps(
    desk,
    twoSteps(() => fate, true),
    { ines, jonas },
  )
})
afterAll(() => desk.close())
beforeEach(() => {
  fate = freshFate()
})

describe('a step that waited for a person when the backup was taken', () => {
  const untold = async () => {
    fate.answers = { one: ['failed'] }
    fate.finds = { one: GONE }
    const id = await work.approve(newKey())
    await work.run()
    expect(await work.stateOf(id)).toBe('needs-person')
    return id
  }

  test('lets the step after it be found before it is sent, however long ago the key was forgotten', async () => {
    const id = await untold()
    // In the lost time the word was given and the second step done.
    await restore()
    fate.finds = { two: { is: 'found', result: { made: 'two' } } }
    desk.kernel.clock.advance(30 * HOUR_MS)
    await lookUp()
    await say(id, 'happened')
    await work.runLater(MINUTE_MS)
    expect(await work.stateOf(id)).toBe('done')
    expect(fate.sent).toEqual(['one/1'])
  })

  test('is still sent when it is not there', async () => {
    const id = await untold()
    await restore()
    desk.kernel.clock.advance(QUIET_MS)
    await lookUp()
    await say(id, 'happened')
    await work.runLater(MINUTE_MS)
    expect(await work.stateOf(id)).toBe('done')
    expect(fate.sent).toEqual(['one/1', 'two/1'])
  })
})

describe('what stands at Stripe as it was wanted', () => {
  const after = async (isOurs: boolean) => {
    const id = await work.approve(newKey())
    await restore()
    fate.finds = { one: isOurs ? FOUND : { ...FOUND, isOurs: false } }
    fate.fact = 'moved'
    desk.kernel.clock.advance(QUIET_MS)
    await lookUp()
    await work.runLater(MINUTE_MS)
    return id
  }

  test('and names this request is ours: the rest follows', async () => {
    const id = await after(true)
    expect(await work.stateOf(id)).toBe('done')
    expect(fate.sent).toEqual(['two/1'])
  })

  test('and may be anybody’s, before we ever sent it, waits for a person, and nothing is sent', async () => {
    const id = await after(false)
    expect(await work.stateOf(id)).toBe('needs-person')
    expect(fate.sent).toEqual([])
  })

  test('and was sent by us is ours', async () => {
    fate.answers = { one: ['failed'] }
    fate.finds = { one: { ...FOUND, isOurs: false } }
    const id = await work.approve(newKey())
    await work.run()
    expect(await work.stateOf(id)).toBe('done')
    expect(fate.sent).toEqual(['one/1', 'two/1'])
  })
})

test('once its first step is found, it is in work: nothing else of its subject begins, and the key’s hour runs', async () => {
  const key = newKey()
  const id = await work.approve(key)
  await restore()
  fate.finds = { one: FOUND }
  fate.answers = { two: ['timed-out'] }
  desk.kernel.clock.advance(QUIET_MS)
  await lookUp()
  await work.runLater(MINUTE_MS)
  expect(await work.stateOf(id)).toBe('executing')
  expect(await findExecution(desk.kernel.db, id)).toMatchObject({
    state: 'running',
    startedAt: desk.kernel.clock.now(),
  })
  const next = await work.approve(key)
  await work.run()
  expect(await work.stateOf(next)).toBe('approved')
  await work.runLater(MINUTE_MS)
  await work.runLater(MINUTE_MS)
  expect(await Promise.all([id, next].map(work.stateOf))).toEqual(['done', 'done'])
})

test('what our own faults never let look up after a restore is no failure: a person has to look', async () => {
  const id = await work.approve(newKey())
  await restore()
  fate.isFindingBroken = true
  desk.kernel.clock.advance(QUIET_MS)
  for (let count = 0; count < 21; count++) {
    await lookUp()
    desk.kernel.clock.advance(5 * MINUTE_MS)
  }
  expect(await work.outcomeOf(id)).toMatchObject({ kind: 'needs-person', step: 'one', hasMoneyMoved: false })
  expect(fate.sent).toEqual([])
  fate.isFindingBroken = false
  await say(id, 'did-not-happen')
  await work.runLater(MINUTE_MS)
  expect(await work.stateOf(id)).toBe('done')
})

describe('a refusal', () => {
  test('that can’t be looked up at once is looked up later and compared again, not sent again', async () => {
    fate.answers = { one: ['refused'] }
    fate.finds = { one: 'timed-out' }
    const id = await work.approve(newKey())
    await work.run()
    expect(await work.stateOf(id)).toBe('executing')
    fate.finds = {}
    fate.fact = 'moved'
    await work.runLater(5 * MINUTE_MS)
    expect(await work.stateOf(id)).toBe('stale')
    expect(fate.sent).toEqual(['one/1'])
  })

  test.each([GONE, 'refused' as const])(
    'of what may have been asked after the write is left to a person',
    async (find) => {
      fate.answers = { one: ['refused'] }
      fate.finds = { one: find }
      const id = await careful.approve(newKey())
      await careful.run()
      expect(await careful.stateOf(id)).toBe('needs-person')
    },
  )

  test('of the write itself stays a failure', async () => {
    fate.answers = { one: ['refused'] }
    fate.finds = { one: 'refused' }
    const id = await work.approve(newKey())
    await work.run()
    expect(await work.stateOf(id)).toBe('failed')
  })
})

test('a lost answer and then a key that may never do it hold nobody up for longer than the hour', async () => {
  fate.answers = { one: ['timed-out', ...Array.from({ length: 40 }, () => 'key-refused' as const)] }
  const id = await work.approve(newKey())
  await work.run()
  for (let minutes = 0; minutes < 80; minutes += 5) await work.runLater(5 * MINUTE_MS)
  expect(await work.outcomeOf(id)).toMatchObject({ kind: 'failed', code: 'STRIPE_KEY_REFUSED', hasMoneyMoved: false })
})
