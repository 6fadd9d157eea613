import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { CARD, post } from './hosted-support.ts'
import { rules } from './rules.ts'
import { DAY, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** Promotion codes on the checkout page, and discounts that come with a session (docs: "Add discounts"). */
const bench = await openBench()

const open = async (params: Partial<Stripe.Checkout.SessionCreateParams> = { allow_promotion_codes: true }) => {
  const day = await openDay(bench)
  const { stripe } = day
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'once' })
  const codeOf = (code: string, more: Partial<Stripe.PromotionCodeCreateParams> = {}): Promise<Stripe.PromotionCode> =>
    stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code, ...more })
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: day.customer,
    line_items: [{ price: await day.monthly(5000), quantity: 1 }],
    success_url: 'https://shop.example/thanks',
    ...params,
  })
  const enter = (code: string) => post(session.url, { action: 'code', code })
  const retrieve = () => stripe.checkout.sessions.retrieve(session.id)
  return { ...day, coupon, codeOf, session, enter, retrieve }
}

rules('SDK, Checkout.Session.allow_promotion_codes; docs, "Add discounts"', 'a promotion code', () => {
  it('is entered on the page in any case, reduces the order and is redeemed when it is paid', async () => {
    const { stripe, customer, codeOf, enter, retrieve, session, coupon } = await open()
    const { id } = await codeOf('SPRING20')
    expect((await enter('spring20')).status).toBe(303)
    // 20 % of 50.00 is 10.00.
    expect(await retrieve()).toMatchObject({
      amount_subtotal: 5000,
      amount_total: 4000,
      total_details: { amount_discount: 1000 },
      discounts: [{ promotion_code: id }],
    })
    expect((await stripe.promotionCodes.retrieve(id)).times_redeemed).toBe(0)
    await post(session.url, { ...CARD, email: 'ada@shop.example' })
    expect((await stripe.invoices.list({ customer })).data.map(({ total }) => total)).toEqual([4000])
    expect((await stripe.promotionCodes.retrieve(id)).times_redeemed).toBe(1)
    expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(1)
  })

  it('can be taken off again', async () => {
    const { codeOf, enter, retrieve, session } = await open()
    await codeOf('OFF')
    await enter('OFF')
    await post(session.url, { action: 'uncode' })
    expect(await retrieve()).toMatchObject({ amount_total: 5000, discounts: [] })
  })

  it('is refused in words when it is unknown, off, expired, used up or another customer’s', async () => {
    const { stripe, codeOf, enter, control, retrieve } = await open()
    expect((await enter('NOPE')).text).toContain('There is no promotion code NOPE.')
    const off = await codeOf('OFFCODE')
    await stripe.promotionCodes.update(off.id, { active: false })
    expect((await enter('OFFCODE')).text).toContain('expired or used up')
    await codeOf('SHORT', { expires_at: JUNE + 60 })
    control.advanceTo(JUNE + 61)
    expect((await enter('SHORT')).text).toContain('expired or used up')
    const { id: other } = await stripe.customers.create({})
    await codeOf('THEIRS', { customer: other })
    expect((await enter('THEIRS')).text).toContain('another customer')
    expect(await retrieve()).toMatchObject({ amount_total: 5000, discounts: [] })
  })

  it('for a first order is refused to who has paid before', async () => {
    const { stripe, customer, codeOf, enter, monthly } = await open()
    await codeOf('FIRST', { restrictions: { first_time_transaction: true } })
    expect((await enter('FIRST')).status).toBe(303)
    await stripe.subscriptions.create({ customer, items: [{ price: await monthly(100) }] })
    expect((await enter('FIRST')).text).toContain('prior transactions')
  })

  it('has a field only where it is allowed', async () => {
    const { codeOf, enter, session, retrieve } = await open({})
    await codeOf('HIDDEN')
    expect(await (await fetch(session.url ?? '')).text()).not.toContain('Promotion code')
    expect((await enter('HIDDEN')).status).toBe(400)
    expect((await retrieve()).amount_total).toBe(5000)
  })
})

rules('SDK, Checkout.SessionCreateParams.discounts', 'a discount of the session', () => {
  it('is one coupon or code, beside no field for codes', async () => {
    const { stripe, coupon, codeOf, monthly } = await open()
    const code = await codeOf('GIVEN')
    const price = await monthly(1999)
    const create = (params: Partial<Stripe.Checkout.SessionCreateParams>) =>
      stripe.checkout.sessions.create({ mode: 'subscription', line_items: [{ price, quantity: 1 }], ...params })
    // 20 % of 19.99 is 3.998, rounded 4.00.
    expect(await create({ discounts: [{ coupon: coupon.id }] })).toMatchObject({ amount_total: 1599 })
    expect(await create({ discounts: [{ promotion_code: code.id }] })).toMatchObject({ amount_total: 1599 })
    const both = create({ discounts: [{ coupon: coupon.id }], allow_promotion_codes: true })
    expect(await refusalOf(both)).toMatchObject({ statusCode: 400, code: 'parameters_exclusive' })
    const two = create({ discounts: [{ coupon: coupon.id }, { promotion_code: code.id }] })
    expect(await refusalOf(two)).toMatchObject({ param: 'discounts' })
  })

  it('reduces only the products of its coupon', async () => {
    const { stripe, monthly } = await open()
    const other = await stripe.products.create({ name: 'Other' })
    const coupon = await stripe.coupons.create({
      amount_off: 700,
      currency: 'usd',
      applies_to: { products: [other.id] },
    })
    const { id: price } = await stripe.prices.create({
      product: other.id,
      currency: 'usd',
      unit_amount: 500,
      recurring: { interval: 'month' },
    })
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [
        { price, quantity: 1 },
        { price: await monthly(1000), quantity: 1 },
      ],
      discounts: [{ coupon: coupon.id }],
      expand: ['line_items'],
    })
    // 7.00 off a product of 5.00 takes 5.00; the other line keeps its 10.00.
    expect(session.line_items?.data.map(({ amount_total: total }) => total)).toEqual([0, 1000])
    expect(session).toMatchObject({ amount_total: 1000, total_details: { amount_discount: 500 } })
  })

  it('that can no longer be redeemed when it is paid leaves the session open', async () => {
    const { stripe, codeOf, enter, session, control, retrieve } = await open()
    await codeOf('HOUR', { expires_at: JUNE + 3600 })
    await enter('HOUR')
    control.advanceTo(JUNE + DAY / 2)
    const late = await post(session.url, { ...CARD, email: 'ada@shop.example' })
    expect(late.text).toContain('expired or used up')
    expect((await stripe.subscriptions.list()).data).toEqual([])
    expect((await retrieve()).status).toBe('open')
  })
})
