// Guarantee: whoever watches the companion sees money that is paused, late or in doubt before a customer tells of it.
import { fastify, type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toIso } from '@countersign/shared/times'
import { registerMetrics } from '../../server/app/metrics.ts'
import { readHealth } from '../../server/app/read-health.ts'
import { askApproval } from '../../server/features/approvals/index.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import { issueCredit } from '../../server/features/credits/index.ts'
import { markRestored } from '../../server/features/executions/index.ts'
import { type StaffActor, systemActor } from '../../server/kernel/actor.ts'
import { type Approver, decide, drive, proveTeam, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'

let desk: Desk
let app: FastifyInstance
let ines: StaffActor
let jonas: Approver

beforeEach(async () => {
  desk = await openDesk()
  app = fastify()
  registerMetrics(app, desk.kernel, null)
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
  await desk.stripe.customers.create({ name: 'Kestrel Robotics', metadata: { team: 'kestrel' } })
})
afterEach(async () => {
  await app.close()
  await desk.close()
})

const approveCredit = async (): Promise<string> => {
  const proof = await proveTeam(desk.kernel, ines, { teamId: 'kestrel', ticket: '#1' })
  const subject = await proveSubject(desk.kernel, proof)
  const payload = { amount: { amount: 4000, currency: 'usd' }, reasonId: 'outage' }
  const wanted = { subject, payload, ask: someAsk() }
  const { id } = await askApproval(desk.kernel, { actor: ines, requestId: 'req_test' }, issueCredit, wanted)
  await decide(desk.kernel, jonas, id)
  return id
}

/** Of each gauge of the executions, its value. */
const metricsNow = async (): Promise<Record<string, string>> => {
  const { body } = await app.inject('/metrics')
  return Object.fromEntries(
    [...body.matchAll(/^countersign_executions_(\w+) (\S+)$/gm)].map(([, name, value]) => [name, value]),
  )
}

test('what was approved is due until somebody takes it in hand', async () => {
  await approveCredit()
  desk.kernel.clock.advance(90_500)
  expect((await readHealth(desk.kernel)).executions).toEqual({ pausedSince: null, needPerson: 0, oldestDueSeconds: 90 })
  expect(await metricsNow()).toEqual({ paused_timestamp_seconds: '0', needing_person: '0', oldest_due_seconds: '90' })
  await drive(desk.kernel)
  expect((await readHealth(desk.kernel)).executions).toMatchObject({ oldestDueSeconds: 0 })
})

test('a step that nobody can prove is counted until a person has said what became of it', async () => {
  const id = await approveCredit()
  await desk.kernel.db.updateTable('execution').set({ state: 'needs-person' }).where('id', '=', id).execute()
  desk.kernel.clock.advance(90_500)
  expect((await readHealth(desk.kernel)).executions).toEqual({ pausedSince: null, needPerson: 1, oldestDueSeconds: 0 })
  expect(await metricsNow()).toMatchObject({ needing_person: '1', oldest_due_seconds: '0' })
})

test('a pause after a restore is told with its time', async () => {
  const pausedAt = desk.kernel.clock.now()
  await markRestored(desk.kernel, systemActor('test'), 'a backup was put back')
  desk.kernel.clock.advance(60_000)
  expect((await readHealth(desk.kernel)).executions).toMatchObject({ pausedSince: toIso(pausedAt) })
  expect(Number((await metricsNow())['paused_timestamp_seconds'])).toBe(pausedAt / 1000)
})
