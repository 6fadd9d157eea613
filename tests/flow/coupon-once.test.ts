// Guarantee: whatever becomes of Stripe's answers, one request makes one coupon, one code, one discount; the code that was
// drawn first is the one that is made.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACTIONS } from '../../server/app/actions.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { applyCoupon, giveCode } from '../../server/features/coupons/index.ts'
import { type Approver, decide, drive, seatApprover, seatStaff } from '../support/approvals.ts'
import { askCoupon, enterTeam, months, sellPlan } from '../support/coupon-day.ts'
import { type Desk, openDesk } from '../support/desk.ts'

/** Longer than anything that was sent can be under way. */
const QUIET_MS = 11 * 60_000
const ROUNDS = 6
const FAULTS = ['error_before', 'error_after', 'drop_before', 'drop_after'] as const

let desk: Desk
let jonas: Approver

beforeAll(async () => {
  desk = await openDesk()
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
})
afterAll(() => desk.close())

/** The engine's rounds until everything that had to be waited for is over. */
const driveLong = async (): Promise<void> => {
  for (let round = 0; round < ROUNDS; round++) {
    await drive(desk.kernel)
    desk.kernel.clock.advance(QUIET_MS)
  }
}

/** Signed in again just now, since time goes on between the tests. */
const approve = (id: string) =>
  decide(desk.kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: desk.kernel.clock.now() } }, id)

const stateOf = async (id: string) => (await readRequest(desk.kernel, jonas.actor, ACTIONS, id)).state
const worth = (priceStripeId: string) => ({ priceStripeId, quantity: 1, share: months(1), reasonId: 'outage' })
const couponsOf = async (id: string) =>
  (await desk.stripe.coupons.list({ limit: 100 })).data.filter(
    ({ metadata }) => metadata?.['countersign_request'] === id,
  )

describe.each(FAULTS)('%s', (kind) => {
  test.each(['/v1/coupons', '/v1/promotion_codes'])('at %s: one coupon and one code', async (path) => {
    const team = `${kind}-${path.slice(4)}`.replaceAll('_', '-')
    const { price } = await sellPlan(desk, 300)
    await enterTeam(desk, team)
    const asker = await seatStaff(desk.kernel, `Asker ${team}`, ['support'])
    const { id } = await askCoupon(desk, asker, { team, action: giveCode, payload: { ...worth(price), validDays: 30 } })
    desk.sandbox.addFault({ kind, method: 'POST', path, times: 1 })
    await driveLong()
    expect(await stateOf(id)).toBe('done')
    expect(await couponsOf(id)).toHaveLength(1)
    expect((await desk.stripe.promotionCodes.list({ coupon: `cs-${id}` })).data).toHaveLength(1)
  })

  test('at the subscription: one discount', async () => {
    const team = `${kind}-apply`.replaceAll('_', '-')
    const { price } = await sellPlan(desk, 300)
    const customer = await enterTeam(desk, team)
    const subscription = await desk.stripe.subscriptions.create({ customer, items: [{ price }] })
    const asker = await seatStaff(desk.kernel, `Asker ${team}`, ['support'])
    const payload = { ...worth(price), subscriptionStripeId: subscription.id }
    const { id } = await askCoupon(desk, asker, { team, action: applyCoupon, payload })
    await approve(id)
    desk.sandbox.addFault({ kind, method: 'POST', path: '/v1/subscriptions/*', times: 1 })
    await driveLong()
    expect(await stateOf(id)).toBe('done')
    expect((await couponsOf(id)).map(({ times_redeemed: times }) => times)).toEqual([1])
    const live = await desk.kernel.stripe.readSubscription(subscription.id)
    expect(live?.discounts.onSubscription).toHaveLength(1)
  })
})

test('a discount that comes in between is never overwritten', async () => {
  const { price } = await sellPlan(desk, 900)
  const customer = await enterTeam(desk, 'between')
  const { id: subscription } = await desk.stripe.subscriptions.create({ customer, items: [{ price }] })
  const asker = await seatStaff(desk.kernel, 'Asker between', ['support'])
  const payload = { ...worth(price), subscriptionStripeId: subscription }
  const { id } = await askCoupon(desk, asker, { team: 'between', action: applyCoupon, payload })
  await approve(id)
  const { id: coupon } = await desk.stripe.coupons.create({ amount_off: 100, currency: 'usd', duration: 'forever' })
  await desk.stripe.subscriptions.update(subscription, { discounts: [{ coupon }] })
  await driveLong()
  expect(await stateOf(id)).toBe('stale')
  const live = await desk.kernel.stripe.readSubscription(subscription)
  expect(live?.discounts.onSubscription.map(({ couponStripeId }) => couponStripeId)).toEqual([coupon])
})
