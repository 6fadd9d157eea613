import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { CARD, post } from './hosted-support.ts'
import { rules } from './rules.ts'
import { openBench, openDay, refusalOf } from './support.ts'

/** Sessions that keep a card for later (docs: "Save and reuse"; SDK, Checkout.Session, SetupIntent). */
const bench = await openBench()

/** References that are not expanded are ids. */
const idOf = (reference: unknown): string => (typeof reference === 'string' ? reference : '')

const open = async (params: Partial<Stripe.Checkout.SessionCreateParams> = {}, isKnown = true) => {
  const day = await openDay(bench)
  const session = await day.stripe.checkout.sessions.create({
    mode: 'setup',
    currency: 'usd',
    ...(isKnown ? { customer: day.customer } : {}),
    success_url: 'https://shop.example/kept?session={CHECKOUT_SESSION_ID}',
    ...params,
  })
  const intent = (): Promise<Stripe.SetupIntent> =>
    day.stripe.setupIntents.retrieve(idOf(session.setup_intent), { expand: ['payment_method'] })
  return { ...day, session, intent }
}

const typesOf = async (stripe: Stripe): Promise<string[]> =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type)

rules('docs, "Save and reuse": setup mode; SDK, Checkout.Session.setup_intent', 'a session in mode setup', () => {
  it('collects a card with a setup intent and sells nothing', async () => {
    const { session, intent } = await open({ setup_intent_data: { description: 'Deposit', metadata: { cart: '7' } } })
    expect(session).toMatchObject({
      mode: 'setup',
      payment_status: 'no_payment_required',
      amount_total: null,
      currency: 'usd',
      status: 'open',
    })
    expect(await intent()).toMatchObject({
      status: 'requires_payment_method',
      usage: 'off_session',
      description: 'Deposit',
      metadata: { cart: '7' },
    })
  })

  it('needs a currency unless it names its methods, and takes no lines', async () => {
    const { stripe, monthly } = await openDay(bench)
    const create = (params: Partial<Stripe.Checkout.SessionCreateParams>) =>
      stripe.checkout.sessions.create({ mode: 'setup', ...params })
    expect(await refusalOf(create({}))).toMatchObject({ code: 'parameter_missing', param: 'currency' })
    expect((await create({ allowed_payment_method_types: ['card'] })).mode).toBe('setup')
    expect(await refusalOf(create({ allowed_payment_method_types: ['sepa_debit'] }))).toMatchObject({ statusCode: 501 })
    const line = { price: await monthly(100), quantity: 1 }
    expect(await refusalOf(create({ currency: 'usd', line_items: [line] }))).toMatchObject({ param: 'line_items' })
  })

  it('keeps the card for its customer, charges nothing and makes it nobody’s default', async () => {
    const { stripe, customer, session, intent } = await open()
    const done = await post(session.url, { ...CARD, number: '5555555555554444', email: 'ada@shop.example' })
    expect(done).toMatchObject({ status: 303, location: `https://shop.example/kept?session=${session.id}` })
    expect(await intent()).toMatchObject({ status: 'succeeded', customer, payment_method: { customer } })
    const cards = (await stripe.customers.listPaymentMethods(customer)).data
    expect(cards.map(({ card }) => card?.brand)).toEqual(['mastercard', 'visa'])
    const { invoice_settings: settings } = (await stripe.customers.retrieve(customer, {
      expand: ['invoice_settings.default_payment_method'],
    })) as Stripe.Customer
    expect(settings.default_payment_method).toMatchObject({ card: { brand: 'visa' } })
    expect((await stripe.invoices.list()).data).toEqual([])
    const types = await typesOf(stripe)
    expect(types.indexOf('checkout.session.completed')).toBeLessThan(types.indexOf('setup_intent.succeeded'))
  })

  it('leaves a declined card with its intent, tells of it and stays open', async () => {
    const { stripe, session, intent } = await open()
    const declined = await post(session.url, { ...CARD, number: '4000000000009995', email: 'a@b.example' })
    expect(declined).toMatchObject({ status: 402 })
    expect(declined.text).toContain('insufficient funds')
    expect(await intent()).toMatchObject({
      status: 'requires_payment_method',
      last_setup_error: { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' },
    })
    expect(await typesOf(stripe)).toContain('setup_intent.setup_failed')
    expect((await post(session.url, { ...CARD, email: 'a@b.example' })).status).toBe(303)
    expect((await intent()).last_setup_error).toBeNull()
  })

  it('makes a customer only when asked to', async () => {
    const none = await open({}, false)
    await post(none.session.url, { ...CARD, email: 'ada@shop.example' })
    expect(await none.intent()).toMatchObject({ customer: null, payment_method: { customer: null } })
    const made = await open({ customer_creation: 'always' }, false)
    await post(made.session.url, { ...CARD, email: 'ada@shop.example' })
    const { customer } = await made.intent()
    expect(await made.stripe.customers.retrieve(idOf(customer))).toMatchObject({ email: 'ada@shop.example' })
  })

  it('cancels its intent when it expires', async () => {
    const { stripe, session, intent } = await open()
    await stripe.checkout.sessions.expire(session.id)
    expect((await intent()).status).toBe('canceled')
    expect(await typesOf(stripe)).toContain('setup_intent.canceled')
  })

  it('is listed by its customer, and setup intents are made no other way here', async () => {
    const { stripe, customer, session } = await open()
    const { data } = await stripe.setupIntents.list({ customer })
    expect(data.map(({ id }) => id)).toEqual([session.setup_intent])
    expect((await refusalOf(stripe.setupIntents.create({}))).statusCode).toBe(501)
  })
})
