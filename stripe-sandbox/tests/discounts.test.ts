import { describe, expect, it } from 'vitest'
import { DAY, freshAccount, invoicesOf, JUNE, openBench, openShop, payingCustomer, refusalOf } from './support.ts'

const bench = await openBench()

const subscribed = async (
  amount: number,
  coupon: Parameters<ReturnType<typeof freshAccount>['stripe']['coupons']['create']>[0],
  at = JUNE,
) => {
  const account = freshAccount(bench, at)
  const { stripe } = account
  const { monthly } = await openShop(stripe)
  const { id: customer } = await payingCustomer(stripe)
  const { id } = await stripe.coupons.create(coupon)
  const subscription = await stripe.subscriptions.create({
    customer,
    items: [{ price: await monthly(amount) }],
    discounts: [{ coupon: id }],
  })
  return { ...account, customer, coupon: id, subscription }
}

describe('coupons', () => {
  it('need an amount with a currency or a percentage, not both, and a name of at most forty characters', async () => {
    const { stripe } = freshAccount(bench)
    expect((await refusalOf(stripe.coupons.create({}))).code).toBe('parameter_missing')
    expect((await refusalOf(stripe.coupons.create({ amount_off: 5 }))).param).toBe('currency')
    expect((await refusalOf(stripe.coupons.create({ amount_off: 5, currency: 'usd', percent_off: 5 }))).code).toBe(
      'parameters_exclusive',
    )
    expect((await refusalOf(stripe.coupons.create({ percent_off: 101 }))).param).toBe('percent_off')
    expect((await refusalOf(stripe.coupons.create({ percent_off: 5, duration: 'repeating' }))).param).toBe(
      'duration_in_months',
    )
    expect((await refusalOf(stripe.coupons.create({ percent_off: 5, name: 'x'.repeat(41) }))).param).toBe('name')
  })

  it('once: act on one invoice and leave the subscription', async () => {
    const { stripe, control, customer, subscription, coupon } = await subscribed(19900, {
      amount_off: 5000,
      currency: 'usd',
      duration: 'once',
    })
    control.advanceTo(JUNE + 31 * DAY)
    expect((await invoicesOf(stripe, customer)).map(({ total }) => total)).toEqual([14900, 19900])
    expect((await stripe.subscriptions.retrieve(subscription.id)).discounts).toEqual([])
    expect((await stripe.coupons.retrieve(coupon)).times_redeemed).toBe(1)
  })

  it('repeating: act on the invoices inside their months', async () => {
    const { stripe, control, customer } = await subscribed(
      19900,
      { amount_off: 2500, currency: 'usd', duration: 'repeating', duration_in_months: 3 },
      Date.UTC(2026, 0, 15) / 1000,
    )
    control.advanceTo(Date.UTC(2026, 4, 1) / 1000)
    expect((await invoicesOf(stripe, customer)).map(({ total }) => total)).toEqual([17400, 17400, 17400, 19900])
  })

  it('percent: round half up on the line', async () => {
    // 12.5 % of 199.00 is 24.875.
    const { stripe, customer, subscription } = await subscribed(19900, { percent_off: 12.5, duration: 'forever' })
    const [invoice] = await invoicesOf(stripe, customer)
    expect(invoice).toMatchObject({
      subtotal: 19900,
      total: 17412,
      total_discount_amounts: [{ amount: 2488, discount: subscription.discounts[0] }],
    })
    const [discount] = (await stripe.subscriptions.retrieve(subscription.id, { expand: ['discounts.source.coupon'] }))
      .discounts
    expect(discount).toMatchObject({
      object: 'discount',
      source: { type: 'coupon', coupon: { percent_off: 12.5 } },
      end: null,
    })
  })

  it('fixed: never take more than there is; the rest is lost', async () => {
    const { stripe, customer } = await subscribed(3000, { amount_off: 5000, currency: 'usd', duration: 'once' })
    expect((await invoicesOf(stripe, customer))[0]).toMatchObject({
      subtotal: 3000,
      total: 0,
      amount_due: 0,
      status: 'paid',
    })
  })

  it('are refused when expired, used up or in another currency', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const price = await monthly(1000)
    const { id: customer } = await payingCustomer(stripe)
    await stripe.coupons.create({ id: 'SOON', percent_off: 5, redeem_by: JUNE + DAY })
    await stripe.coupons.create({ id: 'ONE', percent_off: 5, max_redemptions: 1 })
    await stripe.coupons.create({ id: 'EURO', amount_off: 5, currency: 'eur' })
    const use = (coupon: string) =>
      stripe.subscriptions.create({ customer, items: [{ price }], discounts: [{ coupon }] })
    await use('ONE')
    expect((await stripe.coupons.retrieve('ONE')).valid).toBe(false)
    expect((await refusalOf(use('ONE'))).code).toBe('coupon_expired')
    expect((await refusalOf(use('EURO'))).message).toContain('eur')
    control.advanceTo(JUNE + 2 * DAY)
    expect((await refusalOf(use('SOON'))).code).toBe('coupon_expired')
  })

  it('of the customer act where the subscription has none', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const price = await monthly(10000)
    const { id: customer } = await payingCustomer(stripe)
    await stripe.coupons.create({ id: 'TEN', percent_off: 10, duration: 'forever' })
    await stripe.coupons.create({ id: 'HALF', percent_off: 50, duration: 'forever' })
    control.discountCustomer(customer, 'TEN')
    await stripe.subscriptions.create({ customer, items: [{ price }] })
    await stripe.subscriptions.create({ customer, items: [{ price }], discounts: [{ coupon: 'HALF' }] })
    expect((await invoicesOf(stripe, customer)).map(({ total }) => total)).toEqual([9000, 5000])
    await stripe.customers.deleteDiscount(customer)
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ discount: null })
  })
})

describe('a list of discounts', () => {
  it('is replaced as a whole: kept by id, left alone by an empty list, cleared by an empty string', async () => {
    const { stripe, subscription } = await subscribed(10000, { percent_off: 10, duration: 'forever' })
    await stripe.coupons.create({ id: 'FIVE', amount_off: 500, currency: 'usd', duration: 'forever' })
    const [kept] = subscription.discounts as string[]
    const both = await stripe.subscriptions.update(subscription.id, {
      discounts: [{ discount: kept! }, { coupon: 'FIVE' }],
    })
    expect(both.discounts[0]).toBe(kept)
    expect(both.discounts).toHaveLength(2)
    expect((await stripe.subscriptions.update(subscription.id, { discounts: [] })).discounts).toHaveLength(2)
    // 100.00 − 10 % − 5.00
    expect((await stripe.invoices.createPreview({ subscription: subscription.id })).total).toBe(8500)
    const swapped = await stripe.subscriptions.update(subscription.id, {
      discounts: [{ coupon: 'FIVE' }, { discount: kept! }],
    })
    expect(swapped.discounts).toHaveLength(2)
    // 100.00 − 5.00 − 10 % of 95.00
    expect((await stripe.invoices.createPreview({ subscription: subscription.id })).total).toBe(8550)
    expect((await stripe.subscriptions.update(subscription.id, { discounts: '' })).discounts).toEqual([])
  })
})

describe('promotion codes', () => {
  it('are unique among active ones without regard to case', async () => {
    const { stripe } = freshAccount(bench)
    const { id: coupon } = await stripe.coupons.create({ percent_off: 10 })
    const make = (code: string) => stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon }, code })
    const first = await make('Spring-26')
    expect((await refusalOf(make('SPRING-26'))).param).toBe('code')
    expect((await refusalOf(make('no spaces'))).param).toBe('code')
    await stripe.promotionCodes.update(first.id, { active: false })
    const second = await make('spring-26')
    expect((await stripe.promotionCodes.list({ code: 'SPRING-26', active: true })).data.map(({ id }) => id)).toEqual([
      second.id,
    ])
  })

  it('are redeemed once, by their customer only, and fall with their coupon', async () => {
    const { stripe } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const price = await monthly(10000)
    const [mine, other] = [await payingCustomer(stripe), await payingCustomer(stripe)]
    const { id: coupon } = await stripe.coupons.create({ percent_off: 10 })
    const { id } = await stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon },
      customer: mine.id,
      max_redemptions: 1,
    })
    const use = (customer: string) =>
      stripe.subscriptions.create({ customer, items: [{ price }], discounts: [{ promotion_code: id }] })
    expect((await refusalOf(use(other.id))).message).toContain('cannot be redeemed by the customer')
    await use(mine.id)
    expect(await stripe.promotionCodes.retrieve(id)).toMatchObject({ active: false, times_redeemed: 1 })
    expect((await refusalOf(use(mine.id))).code).toBe('coupon_expired')
  })
})
