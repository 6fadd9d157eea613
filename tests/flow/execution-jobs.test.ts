// Guarantee: what is approved here goes on at once, what is put off at its own time, and a companion at rest hardly asks.
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { askApproval, buildPlan, defineAction } from '../../server/features/approvals/index.ts'
import { driveExecutions, markRestored, startExecutionJobs } from '../../server/features/executions/index.ts'
import { lookForDue } from '../../server/features/executions/look-for-due.ts'
import { type StaffActor, systemActor } from '../../server/kernel/actor.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import { type Approver, decide, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'

let desk: Desk
let ines: StaffActor
let jonas: Approver
let isLimited: boolean
let sent: ReturnType<typeof Promise.withResolvers<number>>

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
      perform: ({ input }) => {
        if (isLimited) return Promise.reject(new GatewayError('stripe', 'rate-limited', { retryable: true }))
        sent.resolve(input.payload.number)
        return Promise.resolve({ isSent: true })
      },
      find: () => Promise.resolve({ is: 'absent' }),
    },
  ],
})
const plans = new Map([[action.kind, buildPlan(action)]])

const approve = async (number: number): Promise<void> => {
  const none = { teamId: null, customerStripeId: null, ticket: null, verificationId: null, name: 'Something' }
  const wanted = { subject: { ...none, key: `test:${number}` }, payload: { number }, ask: someAsk() }
  const { id } = await askApproval(desk.kernel, { actor: ines, requestId: 'req_ask' }, action, wanted)
  await decide(desk.kernel, jonas, id)
}

beforeEach(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
  isLimited = false
  sent = Promise.withResolvers()
})
afterEach(() => desk.close())

test('what is approved in this process is carried out without any timer', async () => {
  // No timer ever fires: only the word of the commit can wake anybody.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const jobs = startExecutionJobs(desk.kernel, plans)
  try {
    while (vi.getTimerCount() === 0) await turn()
    await approve(7)
    expect(await sent.promise).toBe(7)
  } finally {
    await jobs.stop()
    vi.useRealTimers()
  }
})

describe('the lookout', () => {
  const look = () => lookForDue(desk.kernel, 4)

  test('looks once a second while nothing is there', async () => {
    expect(await look()).toEqual({ hands: 0, againMs: 1000 })
  })

  test('calls as many as there is work for, and no more than there are', async () => {
    await approve(1)
    await approve(2)
    expect(await look()).toEqual({ hands: 2, againMs: 250 })
    for (const number of [3, 4, 5]) await approve(number)
    expect(await look()).toEqual({ hands: 4, againMs: 250 })
  })

  test('knows when something that was put off goes on', async () => {
    isLimited = true
    await approve(1)
    await driveExecutions(desk.kernel, plans, { holder: 'test' })
    // Put off for half a second the first time.
    expect(await look()).toEqual({ hands: 0, againMs: 500 })
    desk.kernel.clock.advance(499)
    expect(await look()).toEqual({ hands: 0, againMs: 1 })
    desk.kernel.clock.advance(1)
    expect(await look()).toEqual({ hands: 1, againMs: 250 })
  })

  test('calls one while executions pause, since somebody has to lift it', async () => {
    await markRestored(desk.kernel, systemActor('test'), 'A backup was put back')
    expect(await look()).toEqual({ hands: 1, againMs: 250 })
  })
})
