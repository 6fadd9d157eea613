// Guarantee: a coupon's amount comes from the list price alone; it is made once, for one redemption, for the shortest time;
// its code is bound to the proven team and stands in no result, log or mail.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACTIONS } from '../../server/app/actions.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { applyCoupon, giveCode } from '../../server/features/coupons/index.ts'
import { readLiability } from '../../server/features/coupons/read-liability.ts'
import { showCode } from '../../server/features/coupons/show-code.ts'
import type { StaffActor } from '../../server/kernel/actor.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { type Approver, decide, drive, seatApprover, seatStaff } from '../support/approvals.ts'
import { askCoupon, enterTeam, months, sellPlan } from '../support/coupon-day.ts'
import { type Desk, NOW, openDesk } from '../support/desk.ts'

const DAY_S = 86_400

let desk: Desk
let ines: StaffActor
let jonas: Approver

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
const couponAt = (id: string) => desk.stripe.coupons.retrieve(`cs-${id}`)
const codesOf = async (id: string) => (await desk.stripe.promotionCodes.list({ coupon: `cs-${id}` })).data

const worth = (priceStripeId: string, count: number, quantity = 1) => ({
  priceStripeId,
  quantity,
  share: months(count),
  reasonId: 'outage',
})

beforeAll(async () => {
  desk = await openDesk()
  // One person's gifts of a day count together; each test has somebody of its own where that matters.
  ines = await seatStaff(desk.kernel, 'Ines Albrecht', ['support'])
  jonas = await seatApprover(desk.kernel, 'Jonas Whitlock')
})
afterAll(() => desk.close())

describe('a code', () => {
  test('within the band is made without an approver, once, bound to the customer', async () => {
    const { price } = await sellPlan(desk, 1500)
    const customer = await enterTeam(desk, 'kestrel')
    const payload = { ...worth(price, 3, 2), validDays: 30 }
    const { id, state, approversNeeded } = await askCoupon(desk, ines, { team: 'kestrel', action: giveCode, payload })
    expect({ state, approversNeeded }).toEqual({ state: 'approved', approversNeeded: 0 })
    await drive(desk.kernel)
    await drive(desk.kernel)
    // 15.00 × 2 × 3 months = 90.00 USD, in band; 30.00 off each of three monthly invoices.
    expect(await couponAt(id)).toMatchObject({
      amount_off: 3000,
      currency: 'usd',
      duration: 'repeating',
      duration_in_months: 3,
      max_redemptions: 1,
      redeem_by: NOW / 1000 + 30 * DAY_S,
      name: 'Outage #kestrel',
      metadata: { countersign_request: id, ticket: '#kestrel', team: 'kestrel' },
    })
    const codes = await codesOf(id)
    expect(codes).toHaveLength(1)
    expect(codes[0]).toMatchObject({
      customer,
      max_redemptions: 1,
      active: true,
      expires_at: NOW / 1000 + 30 * DAY_S,
      restrictions: { first_time_transaction: false },
    })
    expect(codes[0]?.code).toMatch(/^[2-9A-Za-z]{14}$/)
  })

  test('stands nowhere but at Stripe, and looking at it is logged', async () => {
    const { price } = await sellPlan(desk, 700)
    await enterTeam(desk, 'marlow')
    const payload = { ...worth(price, 1), validDays: 14 }
    const { id } = await askCoupon(desk, jonas.actor, { team: 'marlow', action: giveCode, payload })
    await drive(desk.kernel)
    const [code] = await codesOf(id)
    const shown = await showCode(desk.kernel, { actor: ines, requestId: 'req_show' }, id)
    expect(shown.code).toBe(code?.code)
    const kept = await Promise.all(
      (
        [
          'approvalRequest',
          'execution',
          'executionStep',
          'executionAttempt',
          'auditEntry',
          'mail',
          'couponGrant',
        ] as const
      ).map((table) => desk.kernel.db.selectFrom(table).selectAll().execute()),
    )
    const text = JSON.stringify(kept)
    expect(text).toContain(code?.id)
    expect(text).not.toContain(shown.code)
    expect(text).toContain('coupon.code-opened')
  })

  test('above the band waits for an approver', async () => {
    const { price } = await sellPlan(desk, 10_001)
    await enterTeam(desk, 'above')
    const lena = await seatStaff(desk.kernel, 'Lena Ortiz', ['support'])
    const payload = { ...worth(price, 1), validDays: 30 }
    const { id, state } = await askCoupon(desk, lena, { team: 'above', action: giveCode, payload })
    expect(state).toBe('requested')
    await drive(desk.kernel)
    expect(await codesOf(id)).toEqual([])
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    expect(await codesOf(id)).toHaveLength(1)
    expect(await readRequest(desk.kernel, jonas.actor, ACTIONS, id)).toMatchObject({
      state: 'done',
      card: { title: 'Coupon code of 100.01 USD' },
    })
  })

  test.each([
    // 9 of 30 days of 1,999 yen: 599.7, half up to the yen.
    { currency: 'jpy', amount: 1999, off: 600 },
    // 9 of 30 days of 12.350 dinar: 3.705, of which Stripe takes tens of fils only.
    { currency: 'kwd', amount: 12_350, off: 3700 },
  ])('of a part of a month in $currency is rounded to its own minor unit', async ({ currency, amount, off }) => {
    const { price } = await sellPlan(desk, amount, { currency })
    await enterTeam(desk, currency)
    const share = { kind: 'fraction', parts: 9, of: 30, unit: 'days' }
    const payload = { priceStripeId: price, quantity: 1, share, reasonId: 'outage', validDays: 30 }
    const asker = await seatStaff(desk.kernel, `Asker ${currency}`, ['support'])
    const { id } = await askCoupon(desk, asker, { team: currency, action: giveCode, payload })
    await drive(desk.kernel)
    expect(await couponAt(id)).toMatchObject({ amount_off: off, currency, duration: 'once' })
  })

  test('of a plan that left the catalogue is refused, and so is one that is paid by use', async () => {
    const { price } = await sellPlan(desk, 900)
    await enterTeam(desk, 'gone')
    await desk.stripe.prices.update(price, { active: false })
    const ask = (priceStripeId: string) =>
      askCoupon(desk, ines, { team: 'gone', action: giveCode, payload: { ...worth(priceStripeId, 1), validDays: 30 } })
    expect(await ask(price).catch(codeOf)).toBe('PRICE_NOT_LISTED')
    const { id: product } = await desk.stripe.products.create({ name: 'Setup' })
    const once = await desk.stripe.prices.create({ product, currency: 'usd', unit_amount: 900 })
    expect(await ask(once.id).catch(codeOf)).toBe('COUPON_WITHOUT_VALUE')
  })

  test('whose team moves before the word is not made', async () => {
    const { price } = await sellPlan(desk, 20_000)
    await enterTeam(desk, 'moved')
    const payload = { ...worth(price, 1), validDays: 30 }
    const { id } = await askCoupon(desk, ines, { team: 'moved', action: giveCode, payload })
    await desk.stripe.customers.update(await customerOf('moved'), { metadata: { team: 'another' } })
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    expect((await readRequest(desk.kernel, jonas.actor, ACTIONS, id)).state).toBe('stale')
    expect(await codesOf(id)).toEqual([])
  })
})

const customerOf = async (team: string): Promise<string> => {
  const found = await desk.stripe.customers.search({ query: `metadata["team"]:"${team}"` })
  return found.data[0]?.id ?? ''
}

describe('a coupon on a subscription', () => {
  test('is applied once, without a code, over the invoices that have room', async () => {
    const { price } = await sellPlan(desk, 4000)
    const customer = await enterTeam(desk, 'applied')
    const subscription = await desk.stripe.subscriptions.create({ customer, items: [{ price }] })
    const payload = { ...worth(price, 2), subscriptionStripeId: subscription.id }
    const { id, state } = await askCoupon(desk, ines, { team: 'applied', action: applyCoupon, payload })
    expect(state).toBe('requested')
    await decide(desk.kernel, jonas, id)
    await drive(desk.kernel)
    await drive(desk.kernel)
    // 40.00 × 2 months over two invoices of 40.00.
    expect(await couponAt(id)).toMatchObject({ amount_off: 4000, duration: 'repeating', times_redeemed: 1 })
    expect(await codesOf(id)).toEqual([])
    const live = await desk.kernel.stripe.readSubscription(subscription.id)
    expect(live?.discounts.onSubscription.map(({ couponStripeId }) => couponStripeId)).toEqual([`cs-${id}`])
    const { grants } = await readLiability(desk.kernel)
    expect(grants.find((grant) => grant.id === id)).toMatchObject({
      value: { amount: 8000, currency: 'usd' },
      redeemedByTeamId: 'applied',
      marks: [],
    })
  })

  test('that carries a discount is refused, which names the stack', async () => {
    const { price } = await sellPlan(desk, 5000)
    const customer = await enterTeam(desk, 'carries')
    const { id: coupon } = await desk.stripe.coupons.create({ amount_off: 500, currency: 'usd', duration: 'forever' })
    const { id } = await desk.stripe.subscriptions.create({ customer, items: [{ price }], discounts: [{ coupon }] })
    const ask = () =>
      askCoupon(desk, ines, {
        team: 'carries',
        action: applyCoupon,
        payload: { ...worth(price, 1), subscriptionStripeId: id },
      })
    const refused = await ask().catch((error: unknown) => error)
    expect(codeOf(refused)).toBe('DISCOUNT_LIVE')
    expect((refused as AppError).data).toMatchObject({ coupons: [coupon] })
  })

  test('that has no room for it is refused', async () => {
    const { price } = await sellPlan(desk, 1000)
    const dear = await sellPlan(desk, 90_000)
    const customer = await enterTeam(desk, 'small')
    const { id } = await desk.stripe.subscriptions.create({ customer, items: [{ price }], cancel_at_period_end: true })
    const payload = { ...worth(dear.price, 36), subscriptionStripeId: id }
    expect(await askCoupon(desk, ines, { team: 'small', action: applyCoupon, payload }).catch(codeOf)).toBe(
      'COUPON_NO_ROOM',
    )
  })
})

test('a code for a yearly plan counts what its months can give where they are billed monthly, on that plan alone', async () => {
  const { price, product } = await sellPlan(desk, 1000, { currency: 'eur', interval: 'year' })
  await enterTeam(desk, 'yearly')
  const asker = await seatStaff(desk.kernel, 'Asker yearly', ['support'])
  const payload = { ...worth(price, 24), validDays: 30 }
  const { id, state } = await askCoupon(desk, asker, { team: 'yearly', action: giveCode, payload })
  expect(state).toBe('requested')
  await decide(desk.kernel, jonas, id)
  await drive(desk.kernel)
  // 10.00 EUR off for 24 months: two yearly invoices, or 24 monthly ones.
  expect(await desk.stripe.coupons.retrieve(`cs-${id}`, { expand: ['applies_to'] })).toMatchObject({
    amount_off: 1000,
    duration_in_months: 24,
    applies_to: { products: [product] },
  })
  const { card } = await readRequest(desk.kernel, jonas.actor, ACTIONS, id)
  expect(card.given).toEqual({ amount: 24_000, currency: 'eur' })
  expect(card.lines.find(({ label }) => label === 'Counted as')?.after).toBe(
    '240.00 EUR, the most that 24 months give where they are billed monthly',
  )
})

test('a code beside one in another currency is not given without an approver', async () => {
  const euros = await sellPlan(desk, 10_000, { currency: 'eur' })
  const dollars = await sellPlan(desk, 10_000)
  await enterTeam(desk, 'two-currencies')
  const asker = await seatStaff(desk.kernel, 'Asker of two', ['support'])
  const give = (price: string) =>
    askCoupon(desk, asker, { team: 'two-currencies', action: giveCode, payload: { ...worth(price, 1), validDays: 30 } })
  expect((await give(euros.price)).state).toBe('approved')
  const { id, state, approversNeeded } = await give(dollars.price)
  expect({ state, approversNeeded }).toEqual({ state: 'requested', approversNeeded: 1 })
  const { rules } = await desk.kernel.db
    .selectFrom('approvalRequest')
    .select('rules')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect(rules).toContain('what the team was given in 12 months includes 100.00 EUR, another currency')
})

test('codes in several currencies fill a budget by the share that each has of its own', async () => {
  const noor = await seatStaff(desk.kernel, 'Noor Dessalegn', ['support'])
  await enterTeam(desk, 'shares')
  const give = async (amount: number, currency: string) => {
    const { price } = await sellPlan(desk, amount, { currency })
    const payload = { ...worth(price, 1), validDays: 30 }
    return (await askCoupon(desk, noor, { team: 'shares', action: giveCode, payload })).approversNeeded
  }
  // A team's 24 hours hold 250.00 EUR, 250.00 USD or 200.00 GBP: 0.8 + 0.1 + 0.1 is the whole, a penny more is not.
  expect(await give(20_000, 'eur')).toBe(1)
  expect(await give(2_500, 'usd')).toBe(1)
  expect(await give(2_000, 'gbp')).toBe(1)
  expect(await give(1, 'gbp')).toBe(2)
})

test('an agent’s 12 months hold codes of several currencies too', async () => {
  const yearAgo = { amount: 1_490_000, currency: 'usd' }
  const busy = await seatStaff(desk.kernel, 'Busy all year', ['support'])
  await enterTeam(desk, 'elsewhere-all-year')
  await enterTeam(desk, 'late-in-the-year')
  const { price: dollars } = await sellPlan(desk, yearAgo.amount)
  const payloadOf = (price: string) => ({ ...worth(price, 1), validDays: 30 })
  const first = { team: 'elsewhere-all-year', action: giveCode, payload: payloadOf(dollars) }
  const { id } = await askCoupon(desk, busy, first)
  const sixtyDaysMs = 60 * DAY_S * 1000
  await desk.kernel.db
    .updateTable('approvalRequest')
    .set({ createdAt: desk.kernel.clock.now() - sixtyDaysMs })
    .where('id', '=', id)
    .execute()
  const give = async (amount: number) => {
    const { price } = await sellPlan(desk, amount, { currency: 'eur' })
    const wish = { team: 'late-in-the-year', action: giveCode, payload: payloadOf(price) }
    return (await askCoupon(desk, busy, wish)).approversNeeded
  }
  // 15000.00 USD or 15000.00 EUR: 14900.00 of the one leave 100.00 of the other, which is this team's whole band.
  expect(await give(10_000)).toBe(0)
  expect(await give(1)).toBe(2)
})
