// Guarantee: a credit whose answer was lost is found again, even where the companion's clock is ahead of Stripe's.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { askApproval } from '../../server/features/approvals/index.ts'
import { ACTIONS } from '../../server/app/actions.ts'
import { proveSubject } from '../../server/features/cases/index.ts'
import { issueCredit } from '../../server/features/credits/index.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { GatewayError } from '../../server/kernel/errors.ts'
import { type Approver, decide, drive, proveTeam, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { type Desk, openDesk } from '../support/desk.ts'

const MINUTE_MS = 60_000

let desk: Desk
let ines: StaffActor
let jonas: Approver

beforeAll(async () => {
  desk = await openDesk()
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
})
afterAll(() => desk.close())

/** Stripe writes, and its first answer is an error. */
const loseFirstAnswer = (): void => {
  const { stripe } = desk.kernel
  const write = stripe.createBalanceCredit.bind(stripe)
  let isLost = false
  stripe.createBalanceCredit = async (credit, key) => {
    const made = await write(credit, key)
    if (isLost) return made
    isLost = true
    throw new GatewayError('stripe', 'failed', { retryable: true })
  }
}

test('a clock that is twenty minutes ahead gives no second credit', async () => {
  const { kernel } = desk
  const customer = await desk.stripe.customers.create({ name: 'Kestrel Robotics', metadata: { team: 'kestrel' } })
  kernel.clock.advance(20 * MINUTE_MS)
  const subject = await proveSubject(kernel, await proveTeam(kernel, ines, { teamId: 'kestrel', ticket: '#48213' }))
  const payload = { amount: { amount: 4000, currency: 'usd' }, reasonId: 'outage' }
  const asked = { subject, payload, ask: someAsk() }
  const { id } = await askApproval(kernel, { actor: ines, requestId: 'req_ask' }, issueCredit, asked)
  await decide(kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: kernel.clock.now() } }, id)
  loseFirstAnswer()
  for (let round = 0; round < 4; round++) {
    await drive(kernel)
    kernel.clock.advance(11 * MINUTE_MS)
  }
  const { data } = await desk.stripe.customers.listBalanceTransactions(customer.id)
  expect(data.map(({ amount }) => amount)).toEqual([-4000])
  expect(await readRequest(kernel, jonas.actor, ACTIONS, id)).toMatchObject({ state: 'done' })
})
