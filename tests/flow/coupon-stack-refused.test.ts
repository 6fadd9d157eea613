// Guarantee: what can't be added up is refused by name with the other way, and what would cost the customer something is
// done only when it was accepted in the very words in which it was shown.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { GatewayError } from '../../server/kernel/errors.ts'
import { drive } from '../support/approvals.ts'
import { DAY, JUNE } from '../support/payment-day.ts'
import { MID_JUNE, openStackDesk, usd } from '../support/stack-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

type Answer = Awaited<ReturnType<Awaited<ReturnType<typeof openStackDesk>>['plan']>>['answer']

const codesOf = (answer: Answer) =>
  answer.verdict === 'refused' ? answer.refusals.map(({ code }) => code) : ['planned']

describe('a percentage', () => {
  test('is not added; by name it is converted to its worth, and what ends with it is accepted', async () => {
    const at = await openStackDesk(sandbox)
    const { id } = await at.subscribe(9900, { discounts: [{ coupon: await at.coupon({ percent_off: 10 }) }] })
    at.moveTo(MID_JUNE)
    const { answer } = await at.plan(id, 1000)
    expect(codesOf(answer)).toEqual(['percent-not-accepted'])
    expect(answer.balanceInstead?.credit).toEqual(usd(1000))

    // 10 % of 99.00 = 9.90; 9.90 + 10.00 = 19.90 on the next invoice; in August 99.00 instead of 89.10.
    const converted = await at.plan(id, 1000, { acceptsConversion: true })
    expect(converted.answer).toMatchObject({ verdict: 'planned', total: usd(1990) })
    const codes = converted.answer.verdict === 'planned' && converted.answer.plan.toAccept.map(({ code }) => code)
    expect(codes).toEqual(['percent-converted', 'bill-higher'])

    const silent = at.ask(id, 1000, { acceptsConversion: true, accepted: [] })
    await expect(silent).rejects.toMatchObject({
      code: 'STACK_NOT_ACCEPTED',
      data: { missing: [/converted to its worth/, 'The bill of 2026-08-01 becomes 99.00 USD instead of 89.10 USD.'] },
    })
    const request = await at.stack(id, 1000, { acceptsConversion: true })
    expect(request.card.warnings).toEqual([
      'Accepted: “Outage #1” is converted to its worth on the next invoice, 9.90 USD, and gives nothing after it.',
      'Accepted: The bill of 2026-08-01 becomes 99.00 USD instead of 89.10 USD.',
    ])
    at.moveTo(JUNE + 62 * DAY)
    expect((await at.issued(id)).map(({ total }) => total)).toEqual([8910, 7910, 9900])
  })
})

test('a percentage without an end is named in all its bills, of which the card shows the first', async () => {
  const at = await openStackDesk(sandbox)
  const forever = await at.coupon({ percent_off: 10, duration: 'forever' })
  const { id } = await at.subscribe(9900, { discounts: [{ coupon: forever }] })
  at.moveTo(MID_JUNE)
  const { card } = await at.read(await at.ask(id, 1000, { acceptsConversion: true }))
  // Sixty bills are looked at; the first becomes lower, 59 higher: three by name and 56 counted.
  expect(card.warnings).toHaveLength(1 + 3 + 1)
  expect(card.warnings.at(-1)).toBe('Accepted: 56 later bills become higher too.')
  expect(card.lines.filter(({ label }) => label.startsWith('Bill of'))).toHaveLength(12)
  expect(card.lines.at(-1)).toEqual({ label: 'Later bills that change', before: null, after: '48' })
})

describe('refused by name, with a credit as the other way', () => {
  test('another currency', async () => {
    const at = await openStackDesk(sandbox)
    const { id } = await at.subscribe(9900)
    at.moveTo(MID_JUNE)
    const { answer } = await at.plan(id, { kind: 'amount', amount: { amount: 1000, currency: 'eur' } })
    expect(codesOf(answer)).toEqual(['other-currency'])
    await expect(at.ask(id, { kind: 'amount', amount: { amount: 1000, currency: 'eur' } })).rejects.toMatchObject({
      code: 'STACK_NOT_POSSIBLE',
    })
  })

  test('an amount for ever, and a coupon that was deleted', async () => {
    const at = await openStackDesk(sandbox)
    const endless = await at.subscribe(9900, { discounts: [{ coupon: await at.coupon({ duration: 'forever' }) }] })
    const deleted = await at.coupon()
    const blind = await at.subscribe(9900, { discounts: [{ coupon: deleted }] })
    await at.stripe.coupons.del(deleted)
    at.moveTo(MID_JUNE)
    const first = await at.plan(endless.id, 1000)
    expect(codesOf(first.answer)).toEqual(['endless'])
    expect(first.answer.balanceInstead?.credit).toEqual(usd(1000))
    expect(codesOf((await at.plan(blind.id, 1000)).answer)).toEqual(['unknown-terms'])
  })

  test('a coupon for some products only', async () => {
    const at = await openStackDesk(sandbox)
    const limited = await at.coupon({ applies_to: { products: [at.product] } })
    const { id } = await at.subscribe(9900, { discounts: [{ coupon: limited }] })
    at.moveTo(MID_JUNE)
    expect(codesOf((await at.plan(id, 1000)).answer)).toEqual(['limited-to-products'])
  })

  test('a schedule, a paused collection, an end', async () => {
    const at = await openStackDesk(sandbox)
    const scheduled = await at.subscribe(9900)
    await at.stripe.subscriptionSchedules.create({ from_subscription: scheduled.id })
    const paused = await at.subscribe(9900)
    await at.stripe.subscriptions.update(paused.id, { pause_collection: { behavior: 'void' } })
    const ended = await at.subscribe(9900)
    await at.stripe.subscriptions.cancel(ended.id)
    at.moveTo(MID_JUNE)
    expect(codesOf((await at.plan(scheduled.id, 1000)).answer)).toEqual(['schedule'])
    expect(codesOf((await at.plan(paused.id, 1000)).answer)).toEqual(['collection-paused'])
    expect(codesOf((await at.plan(ended.id, 1000)).answer)).toEqual(['not-running', 'no-coming-invoice'])
  })

  test('a time at Stripe that isn’t ours: months could not be counted', async () => {
    const at = await openStackDesk(sandbox)
    const { id } = await at.subscribe(9900)
    at.control.advanceTo(JUNE + 40 * DAY)
    expect(codesOf((await at.plan(id, 1000)).answer)).toEqual(['other-time'])
  })

  test('a subscription of somebody else', async () => {
    const at = await openStackDesk(sandbox)
    const other = await at.stripe.subscriptions.create({
      customer: await at.newCustomer('other'),
      items: [{ price: await at.price(100) }],
    })
    await expect(at.plan(other.id, 1000)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})

test('what a draft has used is used up: only the new amount is stacked', async () => {
  const at = await openStackDesk(sandbox)
  const { id } = await at.subscribe(9900)
  await at.stripe.subscriptions.update(id, { discounts: [{ coupon: await at.coupon({ duration: 'once' }) }] })
  // A minute after the renewal: its invoice is a draft still.
  at.moveTo(JUNE + 30 * DAY + 60)
  expect((await at.stripe.invoices.list({ subscription: id })).data[0]).toMatchObject({ status: 'draft', total: 6900 })
  expect((await at.plan(id, 1000)).answer).toMatchObject({ verdict: 'planned', remaining: usd(0), total: usd(1000) })
  await at.stack(id, 1000)
  at.moveTo(JUNE + 62 * DAY)
  // The draft keeps its 30.00; August takes the 10.00.
  expect((await at.issued(id)).map(({ total }) => total)).toEqual([9900, 6900, 8900])
})

describe('what moved after it was asked', () => {
  test('an invoice that used its share makes it stale; nothing is made and the old coupon stays', async () => {
    const at = await openStackDesk(sandbox)
    const old = await at.coupon()
    const { id } = await at.subscribe(9900, { discounts: [{ coupon: old }] })
    at.moveTo(JUNE + 28 * DAY)
    const request = await at.ask(id, 10_001)
    at.moveTo(JUNE + 31 * DAY - 3600)
    await at.approve(request)
    await drive(at.desk.kernel)
    const shown = await at.read(request)
    expect(shown).toMatchObject({ state: 'stale', outcome: { kind: 'stale' } })
    expect(await at.live(id)).toEqual([old])
    await expect(at.stripe.coupons.retrieve(`cs-${request}`)).rejects.toMatchObject({ code: 'resource_missing' })
  })
})

test('a coupon that Stripe refuses takes nothing away: the old one hangs, and its code still works', async () => {
  const at = await openStackDesk(sandbox)
  const old = await at.coupon()
  const { id } = await at.subscribe(9900, { discounts: [{ coupon: old }] })
  const promotion = { type: 'coupon', coupon: old } as const
  const code = await at.stripe.promotionCodes.create({ promotion, customer: at.customer })
  at.moveTo(MID_JUNE)
  at.desk.kernel.stripe.createCoupon = () => Promise.reject(new GatewayError('stripe', 'refused', { retryable: false }))
  expect(await at.stack(id, 1000)).toMatchObject({ state: 'failed', outcome: { step: 'coupon' } })
  expect(await at.live(id)).toEqual([old])
  expect(await at.stripe.promotionCodes.retrieve(code.id)).toMatchObject({ active: true })
})
