// Guarantee: what was left on the live coupons and what is new reach the customer in full, to the minor unit, over the
// invoices that Stripe really issues: as one coupon, and as a credit for what can't be divided.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { readLiability } from '../../server/features/coupons/read-liability.ts'
import { DAY, JUNE } from '../support/payment-day.ts'
import { MID_JUNE, openStackDesk, usd } from '../support/stack-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

const JULY_TO_SEPTEMBER = JUNE + (30 + 31 + 31 + 1) * DAY

describe('30.00 × 2 left and 100.01 new on invoices of 99.00', () => {
  test('become one coupon of 80.00 × 2 and one credit of 0.01, worth exactly that over the issued invoices', async () => {
    const at = await openStackDesk(sandbox)
    const old = await at.coupon()
    const { id } = await at.subscribe(9900, { discounts: [{ coupon: old }] })
    // The same without a stack, to be compared with.
    const twin = await at.stripe.subscriptions.create({
      customer: await at.newCustomer('twin'),
      items: [{ price: await at.price(9900) }],
      discounts: [{ coupon: old }],
    })
    at.moveTo(MID_JUNE)
    const request = await at.stack(id, 10_001)
    expect(request).toMatchObject({ state: 'done', given: usd(10_001), outcome: { kind: 'done', surprises: [] } })

    const [coupon, ...more] = await at.live(id)
    expect(more).toEqual([])
    expect(coupon).toBe(`cs-${request.id}`)
    expect(await at.stripe.coupons.retrieve(`cs-${request.id}`)).toMatchObject({
      amount_off: 8000,
      duration: 'repeating',
      duration_in_months: 2,
      max_redemptions: 1,
      name: 'Prepaid deal #48213',
      metadata: { countersign_request: request.id, ticket: '#48213', team: 'kestrel' },
    })
    expect(await at.balance()).toEqual([-1])

    at.moveTo(JULY_TO_SEPTEMBER)
    // June 99 − 30; July 99 − 80 = 19.00 of which the balance pays 0.01; August 19.00; September 99.00.
    expect(await at.issued(id)).toEqual([
      { total: 6900, paid: 6900, status: 'paid' },
      { total: 1900, paid: 1899, status: 'paid' },
      { total: 1900, paid: 1900, status: 'paid' },
      { total: 9900, paid: 9900, status: 'paid' },
    ])
    // Without the stack: 69.00, 69.00, 69.00, 99.00. The difference is the new amount, 100.01.
    const sum = (rows: { paid: number }[]) => rows.reduce((all, { paid }) => all + paid, 0)
    expect(sum(await at.issued(twin.id))).toBe(6900 * 3 + 9900)
    expect(sum(await at.issued(twin.id)) - sum(await at.issued(id))).toBe(10_001)
  })

  test('stand on the card as a sum before and a sum after, bill by bill', async () => {
    const at = await openStackDesk(sandbox)
    const { id } = await at.subscribe(9900, { discounts: [{ coupon: await at.coupon() }] })
    at.moveTo(MID_JUNE)
    const { card, approversNeeded } = await at.read(await at.ask(id, 10_001))
    expect(approversNeeded).toBe(1)
    expect(card.title).toBe('One coupon of 160.01 USD')
    expect(card.lines).toEqual([
      { label: 'Reason', before: null, after: 'Prepaid deal' },
      { label: 'New amount', before: null, after: '100.01 USD' },
      {
        label: '“Outage #1”, on the subscription',
        before: '30.00 USD × 2 invoices before 2026-09-01 = 60.00 USD',
        after: 'taken off, in the same step',
      },
      { label: 'One coupon', before: null, after: '“Prepaid deal #48213”: 80.00 USD off each of 2 invoices' },
      {
        label: 'Value',
        before: '60.00 USD + 100.01 USD = 160.01 USD',
        after: '80.00 USD × 2 + 0.01 USD = 160.01 USD',
      },
      { label: 'Bill of 2026-07-01, before tax and balance', before: '69.00 USD', after: '19.00 USD' },
      { label: 'Bill of 2026-08-01, before tax and balance', before: '69.00 USD', after: '19.00 USD' },
      { label: 'Balance', before: '0.00 USD', after: '-0.01 USD' },
    ])
    expect(card.customerReceives).toBe('80.00 USD off each of 2 invoices, and account credit of 0.01 USD.')
  })
})

describe('100.00 on invoices of 29.00', () => {
  test('would lose 71.00 at once; over four invoices nothing is lost', async () => {
    const at = await openStackDesk(sandbox)
    const { id } = await at.subscribe(2900)
    at.moveTo(MID_JUNE)
    const { answer, onceWouldLose } = await at.plan(id, 10_000)
    expect(onceWouldLose).toEqual(usd(7100))
    // floor(100.00 ÷ 4) = 25.00 is the first that fits 29.00.
    expect(answer).toMatchObject({ verdict: 'planned', plan: { arithmetic: '25.00 USD × 4 = 100.00 USD' } })
    await at.stack(id, 10_000)
    at.moveTo(JUNE + (30 + 31 + 31 + 30 + 31 + 1) * DAY)
    // 29.00 − 25.00 = 4.00 four times, then the list price: 4 × 25.00 = 100.00.
    expect((await at.issued(id)).map(({ paid }) => paid)).toEqual([2900, 400, 400, 400, 400, 2900])
    expect(await at.balance()).toEqual([])
  })

  test('given once all the same is not offered', async () => {
    const at = await openStackDesk(sandbox)
    const { id } = await at.subscribe(2900)
    at.moveTo(MID_JUNE)
    await expect(at.ask(id, 10_000, { invoices: 1 })).rejects.toMatchObject({ code: 'STACK_NOT_OFFERED' })
  })

  test('on a subscription that ends after one more invoice: what fits, and 71.00 as credit', async () => {
    const at = await openStackDesk(sandbox)
    const { id } = await at.subscribe(2900, { cancel_at: JUNE + (30 + 31) * DAY })
    at.moveTo(MID_JUNE)
    const request = await at.stack(id, 10_000)
    expect(request).toMatchObject({ state: 'done', outcome: { surprises: [] } })
    expect(await at.balance()).toEqual([-7100])
    at.moveTo(JUNE + 32 * DAY)
    expect((await at.issued(id)).at(-1)).toMatchObject({ total: 0, paid: 0 })
  })
})

test('an amount comes from the list price of an item, with its arithmetic', async () => {
  const at = await openStackDesk(sandbox)
  const { id, items } = await at.subscribe(9900)
  at.moveTo(MID_JUNE)
  const share = { kind: 'fraction', parts: 9, of: 30, unit: 'days' } as const
  const wanted = { kind: 'list-price', itemStripeId: items.data[0]?.id ?? '', quantity: 1, share } as const
  const { listPrice, answer } = await at.plan(id, wanted)
  // 99.00 × 9 ÷ 30 = 29.70.
  expect(listPrice).toBe('99.00 USD × 1 × 9 of 30 days of a month = 29.70 USD')
  expect(answer).toMatchObject({ verdict: 'planned', total: usd(2970) })
  const elsewhere = await at.plan(id, { ...wanted, itemStripeId: 'si_gone' })
  expect(elsewhere.answer).toMatchObject({ refusals: [{ code: 'no-list-price' }, { code: 'nothing-to-add' }] })
})

describe('where the live coupons hang', () => {
  test('on an item: taken off the item, and the stack acts on the subscription', async () => {
    const at = await openStackDesk(sandbox)
    const old = await at.coupon()
    const items = [{ price: await at.price(9900), discounts: [{ coupon: old }] }]
    const { id } = await at.subscribe(0, { items })
    at.moveTo(MID_JUNE)
    expect(await at.stack(id, 1000)).toMatchObject({ state: 'done', outcome: { surprises: [] } })
    const [item] = (await at.stripe.subscriptions.retrieve(id)).items.data
    expect(item?.discounts).toEqual([])
    at.moveTo(JULY_TO_SEPTEMBER)
    // 30.00 × 2 + 10.00 = 70.00, which fits on one invoice: 99 − 70 = 29.00, then 99.00 twice.
    expect((await at.issued(id)).map(({ total }) => total)).toEqual([6900, 2900, 9900, 9900])
  })

  test('on the customer: it ends with the stack, or it would act once more after it', async () => {
    const at = await openStackDesk(sandbox)
    const { id } = await at.subscribe(9900)
    at.control.discountCustomer(at.customer, await at.coupon())
    at.moveTo(MID_JUNE)
    // From June 1 until September 1: July and August, 30.00 × 2, as nothing of it is used yet but the time.
    expect(await at.stack(id, 1000)).toMatchObject({ state: 'done', outcome: { surprises: [] } })
    const customer = await at.stripe.customers.retrieve(at.customer)
    expect(customer).toMatchObject({ discount: null })
    at.moveTo(JULY_TO_SEPTEMBER)
    expect((await at.issued(id)).map(({ total }) => total)).toEqual([9900, 2900, 9900, 9900])
  })

  test('on the customer while another subscription lives on it: refused, nothing is taken off', async () => {
    const at = await openStackDesk(sandbox)
    const { id } = await at.subscribe(9900)
    await at.subscribe(4900)
    at.control.discountCustomer(at.customer, await at.coupon())
    at.moveTo(MID_JUNE)
    const { answer } = await at.plan(id, 1000)
    expect(answer).toMatchObject({ verdict: 'refused', refusals: [{ code: 'inherited-by-others' }] })
    await expect(at.ask(id, 1000)).rejects.toMatchObject({ code: 'STACK_NOT_POSSIBLE' })
  })

  test('on a stack already: the stack is stacked on, and the code of the customer is put away', async () => {
    const at = await openStackDesk(sandbox)
    const old = await at.coupon({ duration: 'once' })
    const { id } = await at.subscribe(9900)
    await at.stripe.subscriptions.update(id, { discounts: [{ coupon: old }] })
    const code = await at.stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: old },
      customer: at.customer,
    })
    const others = await at.stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: old } })
    at.moveTo(MID_JUNE)
    await at.stack(id, 1000)
    expect(await at.stripe.promotionCodes.retrieve(code.id)).toMatchObject({ active: false })
    // A code that isn't bound to this customer is others' too.
    expect(await at.stripe.promotionCodes.retrieve(others.id)).toMatchObject({ active: true })
    at.moveTo(MID_JUNE + 60)
    const second = await at.stack(id, 500)
    expect(await at.live(id)).toEqual([`cs-${second.id}`])
    // What is owed: the second stack's 45.00, and nothing of the first any more.
    const { grants, byReason } = await readLiability(at.kernel)
    expect(byReason).toEqual([{ reason: 'Prepaid deal', open: usd(4500), grants: 1 }])
    expect(grants.map(({ kind, isRetired, open }) => [kind, isRetired, open.amount])).toEqual([
      ['coupon.stack', false, 4500],
      ['coupon.stack', true, 0],
    ])
    expect(second.card.history.map(({ text }) => text)).toContain('Coupon “Prepaid deal #48213”')
    at.moveTo(JUNE + 62 * DAY)
    // 30.00 + 10.00 + 5.00 = 45.00 on the next invoice: 99 − 45 = 54.00.
    expect((await at.issued(id)).map(({ total }) => total)).toEqual([9900, 5400, 9900])
    expect(await at.balance()).toEqual([])
  })
})
