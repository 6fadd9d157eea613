// Guarantee: a request that waits is ruled by the policy that it was asked under. A reason that is taken out or reworded
// meanwhile neither stops it nor changes what the customer reads; what is asked from then on goes by the new policy.
import { DEFAULT_POLICY, type Policy } from '@countersign/shared/features/policy'
import { startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACTIONS } from '../../server/app/actions.ts'
import { askApproval, readPolicy } from '../../server/features/approvals/index.ts'
import { comparePresent } from '../../server/features/approvals/compare-present.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { insertPolicy } from '../../server/features/approvals/store.ts'
import { verifyTicket } from '../../server/features/cases/index.ts'
import { applyCoupon, giveCode, proveUnknown, shareCode } from '../../server/features/coupons/index.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { drive, seatApprover, seatStaff, someAsk } from '../support/approvals.ts'
import { askCoupon, enterTeam, months, type Plan, sellPlan } from '../support/coupon-day.ts'
import { askCredit, carryOut, codeOf, type CreditDesk, entriesOf } from '../support/credits.ts'
import { openDesk } from '../support/desk.ts'
import { MID_JUNE, openStackDesk, usd } from '../support/stack-desk.ts'

type Reasons = Policy['creditReasons']
const setReasons = async (kernel: Kernel, creditReasons: Reasons): Promise<void> => {
  const { version, policy } = await readPolicy(kernel)
  const document = JSON.stringify({ ...policy, creditReasons })
  const row = { version: version + 1, document, requestId: null, createdAt: kernel.clock.now() }
  expect(await insertPolicy(kernel.db, row)).toBe(true)
}
const takeOut = (kernel: Kernel) => setReasons(kernel, [{ id: 'other', label: 'Other', needsText: true }])

const sandbox = await startSandbox()
let at: CreditDesk
let plan: Plan

const differencesOf = async (id: string) => (await comparePresent(at.desk.kernel, ACTIONS, id)).differences
const stateOf = async (id: string) => (await readRequest(at.desk.kernel, at.approver.actor, ACTIONS, id)).state
const putBack = () => setReasons(at.desk.kernel, DEFAULT_POLICY.creditReasons)

/** Whoever looks, signs and carries out finds nothing moved. */
const isDoneAllTheSame = async (id: string) => {
  expect(await differencesOf(id)).toEqual([])
  await carryOut(at, id)
  expect(await stateOf(id)).toBe('done')
}

beforeAll(async () => {
  const desk = await openDesk()
  const actor = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  at = { desk, actor, approver: await seatApprover(desk.kernel, 'Jonas Whitlock') }
  // 150.00 USD: a code of one month is above its band of 100.00 and waits.
  plan = await sellPlan(desk, 15_000)
})
afterAll(async () => {
  await at.desk.close()
  await sandbox.close()
})

const worth = () => ({ priceStripeId: plan.price, quantity: 1, share: months(1), reasonId: 'outage' })

describe('a reason that was taken out while a request waits', () => {
  test('of a credit: it is given, and says what it said', async () => {
    const customer = await enterTeam(at.desk, 'credit')
    const { id } = await askCredit(at, 'credit', { amount: usd(4000) })
    await takeOut(at.desk.kernel)
    expect(await askCredit(at, 'credit', { amount: usd(500) }).catch(codeOf)).toBe('CREDIT_REASON_UNKNOWN')
    await isDoneAllTheSame(id)
    expect((await entriesOf(at, customer)).map(({ amount, description }) => [amount, description])).toEqual([
      [-4000, 'Outage (#credit)'],
    ])
    await putBack()
  })

  test('of a code: it is made under its old name', async () => {
    await enterTeam(at.desk, 'code')
    const ask = () =>
      askCoupon(at.desk, at.actor, { team: 'code', action: giveCode, payload: { ...worth(), validDays: 30 } })
    const { id, state } = await ask()
    expect(state).toBe('requested')
    await takeOut(at.desk.kernel)
    expect(await ask().catch(codeOf)).toBe('CREDIT_REASON_UNKNOWN')
    await isDoneAllTheSame(id)
    expect((await at.desk.stripe.coupons.retrieve(`cs-${id}`)).name).toBe('Outage #code')
    await putBack()
  })

  test('of a coupon on a subscription: it is applied', async () => {
    const customer = await enterTeam(at.desk, 'apply')
    const { id: subscription } = await at.desk.stripe.subscriptions.create({ customer, items: [{ price: plan.price }] })
    const payload = { ...worth(), subscriptionStripeId: subscription }
    const { id } = await askCoupon(at.desk, at.actor, { team: 'apply', action: applyCoupon, payload })
    await takeOut(at.desk.kernel)
    await isDoneAllTheSame(id)
    await putBack()
  })

  test('of a shared code: it is made', async () => {
    const asked = { teamId: 'stranger', ticket: '#stranger', text: '', requesterEmail: '', stripeId: '' }
    await verifyTicket(at.desk.kernel, { actor: at.actor, requestId: 'req_verify' }, asked)
    const { id } = await askApproval(at.desk.kernel, { actor: at.actor, requestId: 'req_ask' }, shareCode, {
      subject: await proveUnknown(at.desk.kernel, asked),
      payload: worth(),
      ask: someAsk('They paid by wire'),
    })
    await takeOut(at.desk.kernel)
    await isDoneAllTheSame(id)
    await putBack()
  })
})

test('a stack whose reason was taken out is made under its old name', async () => {
  const stacks = await openStackDesk(sandbox)
  const { id: subscription } = await stacks.subscribe(9900, { discounts: [{ coupon: await stacks.coupon() }] })
  stacks.moveTo(MID_JUNE)
  const id = await stacks.ask(subscription, 10_001)
  await takeOut(stacks.kernel)
  expect((await comparePresent(stacks.kernel, ACTIONS, id)).differences).toEqual([])
  await stacks.approve(id)
  await drive(stacks.kernel)
  expect((await stacks.read(id)).state).toBe('done')
  expect((await stacks.stripe.coupons.retrieve(`cs-${id}`)).name).toBe('Prepaid deal #48213')
  expect(await stacks.ask(subscription, 100).catch(codeOf)).toBe('CREDIT_REASON_UNKNOWN')
})

test('a reason that was reworded and now asks for words changes nothing of what waits', async () => {
  // Somebody of their own: what the others asked for today fills a budget.
  const fresh = { ...at, actor: await seatStaff(at.desk.kernel, 'Noor Dessalegn', ['support']) }
  const customer = await enterTeam(at.desk, 'reworded')
  const { id } = await askCredit(fresh, 'reworded', { amount: usd(4000) })
  await setReasons(at.desk.kernel, [{ id: 'outage', label: 'Downtime', needsText: true }])
  expect(await askCredit(fresh, 'reworded', { amount: usd(500) }).catch(codeOf)).toBe('CREDIT_WORDS_MISSING')
  await isDoneAllTheSame(id)
  expect((await entriesOf(at, customer)).map(({ description }) => description)).toEqual(['Outage (#reworded)'])
  await putBack()
})
