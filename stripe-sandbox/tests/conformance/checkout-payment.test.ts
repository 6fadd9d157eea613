import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { CARD, post } from './hosted-support.ts'
import { chargeOf, eventsOf } from './payment-support.ts'
import { rules } from './rules.ts'
import { DAY, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** Checkout in payment mode (docs: "Checkout", "Guest customers"; SDK, Checkout.Session: payment_intent, payment_status). */
const bench = await openBench()

const open = async (params: Partial<Stripe.Checkout.SessionCreateParams> = {}, unit = 1250) => {
  const day = await openDay(bench)
  const { stripe, product } = day
  const { id: price } = await stripe.prices.create({ product, currency: 'usd', unit_amount: unit })
  const session = await stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [{ price, quantity: 2 }],
    success_url: 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}',
    ...params,
  })
  const retrieve = () => stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent', 'customer'] })
  return { ...day, session, retrieve }
}

const NEW = { ...CARD, email: 'ada@shop.example' }
const DECLINED = { ...NEW, number: '4000000000009995' }

rules('SDK, Checkout.Session.payment_intent, payment_status, customer_creation', 'a purchase', () => {
  it('of two at 12.50 is one payment of 25.00', async () => {
    const { session, retrieve, ...day } = await open({ payment_intent_data: { metadata: { order: '7' } } })
    expect(session).toMatchObject({ amount_total: 2500, payment_intent: null, payment_status: 'unpaid' })
    const paid = await post(session.url, NEW)
    expect(paid).toMatchObject({ status: 303, location: `https://shop.example/thanks?session=${session.id}` })
    const done = await retrieve()
    expect(done).toMatchObject({
      payment_intent: { amount: 2500, amount_received: 2500, metadata: { order: '7' }, status: 'succeeded' },
      payment_status: 'paid',
      status: 'complete',
      url: null,
    })
    expect(await chargeOf(day, (done.payment_intent as Stripe.PaymentIntent).id)).toMatchObject({ amount: 2500 })
    expect(await eventsOf(day, 'checkout.')).toEqual(['checkout.session.completed'])
  })

  it('makes no customer unless asked to', async () => {
    const guest = await open()
    const before = (await guest.stripe.customers.list()).data.length
    await post(guest.session.url, NEW)
    expect((await guest.stripe.customers.list()).data).toHaveLength(before)
    expect(await guest.retrieve()).toMatchObject({
      customer: null,
      customer_details: { email: 'ada@shop.example' },
      payment_intent: { customer: null },
    })
    const known = await open({ customer_creation: 'always' })
    await post(known.session.url, NEW)
    const done = await known.retrieve()
    const customer = done.customer as Stripe.Customer
    expect(customer.email).toBe('ada@shop.example')
    expect((done.payment_intent as Stripe.PaymentIntent).customer).toBe(customer.id)
  })

  it('can be refunded like any payment', async () => {
    const { session, retrieve, stripe } = await open()
    await post(session.url, NEW)
    const { payment_intent: intent } = await retrieve()
    const { id } = intent as Stripe.PaymentIntent
    expect(await stripe.refunds.create({ payment_intent: id, amount: 1250 })).toMatchObject({ status: 'succeeded' })
    const { data } = await stripe.checkout.sessions.list({ payment_intent: id })
    expect(data.map((one) => one.id)).toEqual([session.id])
  })

  it('of nothing needs no payment', async () => {
    const { session, retrieve } = await open({}, 0)
    await post(session.url, NEW)
    expect(await retrieve()).toMatchObject({ payment_intent: null, payment_status: 'no_payment_required' })
  })
})

rules('docs, "Testing": declined payments; SDK, PaymentIntent cancel', 'a declined card', () => {
  it('leaves the session open and its attempt on record; another card pays the same intent', async () => {
    const { session, retrieve, ...day } = await open()
    expect((await post(session.url, DECLINED)).text).toContain('insufficient funds')
    const failed = await retrieve()
    expect(failed).toMatchObject({
      payment_intent: { last_payment_error: { decline_code: 'insufficient_funds' }, status: 'requires_payment_method' },
      payment_status: 'unpaid',
      status: 'open',
    })
    await post(session.url, NEW)
    const done = await retrieve()
    expect(done.status).toBe('complete')
    const { id } = done.payment_intent as Stripe.PaymentIntent
    expect(id).toBe((failed.payment_intent as Stripe.PaymentIntent).id)
    expect((await day.stripe.charges.list({ payment_intent: id })).data).toHaveLength(2)
  })

  it('leaves an intent that ends with its session only', async () => {
    const { session, retrieve, stripe, control } = await open()
    await post(session.url, DECLINED)
    const { id } = (await retrieve()).payment_intent as Stripe.PaymentIntent
    expect((await refusalOf(stripe.paymentIntents.cancel(id))).statusCode).toBe(400)
    control.advanceTo(JUNE + 2 * DAY)
    expect(await retrieve()).toMatchObject({ payment_intent: { status: 'canceled' }, status: 'expired' })
  })
})

rules('docs, "Supported currencies": minimum amounts; SDK, SessionCreateParams', 'what cannot be sold', () => {
  it('is less than 0.50 USD: two at 0.24', async () => {
    expect(await refusalOf(open({}, 24))).toMatchObject({ code: 'amount_too_small' })
  })

  it('and an invoice for it is refused by name', async () => {
    const refusal = await refusalOf(open({ invoice_creation: { enabled: true } }))
    expect(refusal).toMatchObject({ statusCode: 501, param: 'invoice_creation' })
  })
})

rules('SDK, Discount.checkout_session; PromotionCode.times_redeemed', 'a discount in payment mode', () => {
  it('is redeemed by the payment and not before: 25.00 − 5.00', async () => {
    const { stripe } = await openDay(bench)
    const coupon = await stripe.coupons.create({ amount_off: 500, currency: 'usd', duration: 'once' })
    const { id: code } = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } })
    const { id: product } = await stripe.products.create({ name: 'Book' })
    const price = await stripe.prices.create({ product, currency: 'usd', unit_amount: 2500 })
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price: price.id, quantity: 1 }],
      discounts: [{ promotion_code: code }],
      success_url: 'https://shop.example/thanks',
    })
    expect(await stripe.promotionCodes.retrieve(code)).toMatchObject({ times_redeemed: 0 })
    await post(session.url, NEW)
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      amount_total: 2000,
      status: 'complete',
    })
    expect(await stripe.promotionCodes.retrieve(code)).toMatchObject({ times_redeemed: 1 })
  })
})
