import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { CARD, type Day, post } from './hosted-support.ts'
import { rules } from './rules.ts'
import { DAY, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** Checkout sessions and their page (docs: "Checkout"; SDK, Checkout.Session). */
const bench = await openBench()

const MINUTE = 60

type Params = Partial<Stripe.Checkout.SessionCreateParams>

const create = async ({ stripe, monthly }: Day, params: Params = {}): Promise<Stripe.Checkout.Session> =>
  stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: await monthly(2500), quantity: 2 }],
    success_url: 'https://shop.example/thanks',
    ...params,
  })

const open = async (params: Params = {}) => {
  const day = await openDay(bench)
  const session = await create(day, params)
  const retrieve = (): Promise<Stripe.Checkout.Session> =>
    day.stripe.checkout.sessions.retrieve(session.id, { expand: ['line_items'] })
  return { ...day, session, retrieve }
}

const NEW = { ...CARD, email: 'ada@shop.example' }

rules('SDK, Checkout.SessionCreateParams.expires_at', 'a session', () => {
  it('lives a day unless told otherwise, then expires by itself', async () => {
    const { session, control, retrieve, stripe } = await open()
    expect(session.expires_at).toBe(JUNE + DAY)
    control.advanceTo(JUNE + DAY - 1)
    expect((await retrieve()).status).toBe('open')
    control.advanceTo(JUNE + DAY)
    expect(await retrieve()).toMatchObject({ status: 'expired', url: null })
    expect((await stripe.events.list({ type: 'checkout.session.expired' })).data).toHaveLength(1)
  })

  it('may be given from 30 minutes to 24 hours', async () => {
    const day = await openDay(bench)
    expect((await create(day, { expires_at: JUNE + 30 * MINUTE })).expires_at).toBe(JUNE + 1800)
    for (const expires_at of [JUNE + 30 * MINUTE - 1, JUNE + DAY + 1])
      expect(await refusalOf(create(day, { expires_at }))).toMatchObject({ statusCode: 400, param: 'expires_at' })
  })

  it('sells no archived price', async () => {
    const day = await openDay(bench)
    const price = await day.monthly(2500)
    await day.stripe.prices.update(price, { active: false })
    const refusal = await refusalOf(create(day, { line_items: [{ price, quantity: 1 }] }))
    expect(refusal).toMatchObject({ statusCode: 400, param: 'line_items[0][price]' })
  })

  it('is expired by its seller while open, and no more once it is not', async () => {
    const { session, stripe } = await open()
    expect((await stripe.checkout.sessions.expire(session.id)).status).toBe('expired')
    expect((await refusalOf(stripe.checkout.sessions.expire(session.id))).statusCode).toBe(400)
    expect((await post(session.url, NEW)).text).toContain('expired')
  })

  it('is not recovered here: after_expiration is refused by name', async () => {
    const refusal = refusalOf(create(await openDay(bench), { after_expiration: { recovery: { enabled: true } } }))
    expect(await refusal).toMatchObject({ statusCode: 501, param: 'after_expiration' })
  })
})

rules('SDK, Checkout.SessionCreateParams.line_items, mode', 'the lines of a session', () => {
  it('are all subscribed to; what is sold once is on the first invoice only', async () => {
    const day = await openDay(bench)
    const { id: setup } = await day.stripe.prices.create({ product: day.product, currency: 'usd', unit_amount: 9900 })
    const lines = [
      { price: await day.monthly(1000), quantity: 3 },
      { price: await day.monthly(250), quantity: 1 },
      { price: setup, quantity: 1 },
    ]
    const session = await create(day, { line_items: lines, customer: day.customer })
    // 3 × 10.00 + 2.50 + 99.00
    expect(session).toMatchObject({ amount_subtotal: 13_150, amount_total: 13_150, currency: 'usd' })
    await post(session.url, CARD)
    const [subscription] = (await day.stripe.subscriptions.list()).data
    expect(subscription?.items.data.map(({ quantity }) => quantity)).toEqual([3, 1])
    day.control.advanceTo(JUNE + 31 * DAY)
    const totals = (await day.stripe.invoices.list()).data.map(({ total }) => total)
    expect(totals).toEqual([3250, 13_150])
  })

  it('are twenty of a kind at most, in one currency', async () => {
    const day = await openDay(bench)
    const price = await day.monthly(100)
    const many = Array.from({ length: 21 }, () => ({ price, quantity: 1 }))
    expect(await refusalOf(create(day, { line_items: many }))).toMatchObject({ param: 'line_items' })
    const mixed = [
      { price, quantity: 1 },
      { price: await day.monthly(100, 'eur'), quantity: 1 },
    ]
    expect(await refusalOf(create(day, { line_items: mixed }))).toMatchObject({ statusCode: 400 })
  })

  it('keep what identifies them: client_reference_id and metadata stay, subscription_data goes on', async () => {
    const { session, stripe, retrieve } = await open({
      client_reference_id: 'cart_7',
      metadata: { cart: '7' },
      subscription_data: { metadata: { team: 't1' }, description: 'The team plan' },
    })
    await post(session.url, NEW)
    expect(await retrieve()).toMatchObject({ client_reference_id: 'cart_7', metadata: { cart: '7' } })
    const [subscription] = (await stripe.subscriptions.list()).data
    expect(subscription).toMatchObject({ metadata: { team: 't1' }, description: 'The team plan' })
    expect(subscription?.metadata).not.toHaveProperty('cart')
  })
})

rules('SDK, LineItem.adjustable_quantity', 'an adjustable quantity', () => {
  const adjustable = async () => {
    const day = await openDay(bench)
    const line = { price: await day.monthly(1000), quantity: 2, adjustable_quantity: { enabled: true, maximum: 5 } }
    const session = await create(day, { line_items: [line], customer: day.customer })
    const { data } = await day.stripe.checkout.sessions.listLineItems(session.id)
    return { ...day, session, item: data[0]?.id ?? '', line }
  }

  it('is chosen on the page within its bounds, and is what is sold', async () => {
    const { stripe, session, item } = await adjustable()
    expect((await post(session.url, { action: 'quantities', [item]: '6' })).text).toContain('Choose from 0 to 5')
    expect(await post(session.url, { action: 'quantities', [item]: '4' })).toMatchObject({ status: 303 })
    // 4 × 10.00
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ amount_total: 4000 })
    await post(session.url, CARD)
    expect((await stripe.subscriptions.list()).data[0]?.items.data[0]?.quantity).toBe(4)
  })

  it('is from 0 to 99 unless told otherwise; an empty order is none', async () => {
    const { stripe, session, item, line } = await adjustable()
    expect((await post(session.url, { action: 'quantities', [item]: '0' })).status).toBe(400)
    const usual = { ...line, adjustable_quantity: { enabled: true } }
    const other = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [usual],
      expand: ['line_items'],
    })
    expect(other.line_items?.data[0]?.adjustable_quantity).toEqual({ enabled: true, minimum: 0, maximum: 99 })
  })

  it('that is not adjustable stays as it was', async () => {
    const { session, stripe } = await open()
    const { data } = await stripe.checkout.sessions.listLineItems(session.id)
    await post(session.url, { action: 'quantities', [data[0]?.id ?? '']: '9' })
    expect((await stripe.checkout.sessions.retrieve(session.id)).amount_total).toBe(5000)
  })
})

rules('SDK, Checkout.Session.consent_collection, consent', 'consents', () => {
  it('are required where terms of service are, and kept with the session', async () => {
    const { session, retrieve, stripe } = await open({
      consent_collection: { terms_of_service: 'required', promotions: 'auto' },
    })
    expect(session.consent).toEqual({ terms_of_service: null, promotions: null })
    const refused = await post(session.url, NEW)
    expect(refused).toMatchObject({ status: 400 })
    expect(refused.text).toContain('accept the terms of service')
    expect((await stripe.subscriptions.list()).data).toEqual([])
    await post(session.url, { ...NEW, terms: 'yes' })
    expect((await retrieve()).consent).toEqual({ terms_of_service: 'accepted', promotions: 'opt_out' })
  })

  it('are not asked for otherwise', async () => {
    const { session, retrieve } = await open()
    expect(await (await fetch(session.url ?? '')).text()).not.toContain('checkbox')
    await post(session.url, NEW)
    expect((await retrieve()).consent).toBeNull()
  })
})

rules('SDK, Checkout.SessionCreateParams.customer', 'a customer without an e-mail', () => {
  it('gets the one that is entered', async () => {
    const day = await openDay(bench)
    const session = await create(day, { customer: day.customer })
    await post(session.url, NEW)
    expect(await day.stripe.customers.retrieve(day.customer)).toMatchObject({ email: 'ada@shop.example' })
  })
})
