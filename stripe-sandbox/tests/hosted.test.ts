import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { DAY, freshAccount, JUNE, openBench, openShop, payingCustomer, refusalOf } from './support.ts'

const bench = await openBench()

const CARD = { number: '4242 4242 4242 4242', expiry: '12 / 34', cvc: '123', name: 'Ada Example' }

const post = async (url: string | null, fields: Readonly<Record<string, string>>) => {
  const response = await fetch(url ?? '', { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  return { status: response.status, location: response.headers.get('location'), text: await response.text() }
}

const openCheckout = async (params: Partial<Stripe.Checkout.SessionCreateParams> = {}) => {
  const { stripe, control } = freshAccount(bench)
  const price = await (await openShop(stripe)).monthly(2500)
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price, quantity: 2 }],
    success_url: 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://shop.example/cart',
    ...params,
  })
  return { stripe, control, price, session }
}

describe('the checkout page', () => {
  it('shows the order, under a policy that loads nothing from elsewhere', async () => {
    const { session } = await openCheckout()
    const response = await fetch(session.url ?? '')
    const text = await response.text()
    // Two seats at 25.00.
    expect(text).toContain('50.00')
    expect(text).toContain('https://shop.example/cart')
    expect(text).not.toMatch(/<script|style=/)
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("form-action 'self' https://shop.example")
  })

  it('sells with a test card and leads to success_url, which names the session', async () => {
    const { stripe, session } = await openCheckout({ subscription_data: { metadata: { team: 't1' } } })
    const paid = await post(session.url, { ...CARD, email: 'ada@shop.example' })
    expect(paid).toMatchObject({ status: 303, location: `https://shop.example/thanks?session=${session.id}` })
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription', 'customer'] })
    expect(done).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer: { email: 'ada@shop.example', name: 'Ada Example' },
      subscription: { status: 'active', metadata: { team: 't1' } },
    })
    expect((await stripe.events.list({ type: 'checkout.session.completed' })).data).toHaveLength(1)
    expect((await post(session.url, CARD)).text).toContain('complete')
  })

  it('shows the bank’s words when a card is declined, sells nothing and stays open', async () => {
    const { stripe, session } = await openCheckout({ customer_email: 'known@shop.example' })
    const declined = await post(session.url, { ...CARD, number: '4000000000000002' })
    expect(declined).toMatchObject({ status: 402 })
    expect(declined.text).toContain('Your card was declined.')
    expect((await post(session.url, { ...CARD, number: '4000000000009995' })).text).toContain('insufficient funds')
    expect((await post(session.url, { ...CARD, number: '4000000000000341' })).text).toContain('Your card was declined.')
    expect((await post(session.url, { ...CARD, number: '1234' })).text).toContain('not one of the test cards')
    expect((await post(session.url, { ...CARD, expiry: '01 / 20' })).text).toContain('in the past')
    expect((await post(session.url, { ...CARD, cvc: '1' })).text).toContain('incomplete')
    expect((await stripe.customers.list()).data).toEqual([])
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('open')
    expect((await post(session.url, CARD)).status).toBe(303)
  })

  it('asks for nothing today when there is a trial', async () => {
    const { stripe, session } = await openCheckout({ subscription_data: { trial_period_days: 14 } })
    expect(await (await fetch(session.url ?? '')).text()).toMatch(/14 days free, then .*50\.00 per month/)
    await post(session.url, { ...CARD, email: 'ada@shop.example' })
    const [subscription] = (await stripe.subscriptions.list()).data
    expect(subscription).toMatchObject({ status: 'trialing', trial_end: JUNE + 14 * DAY })
    expect((await stripe.checkout.sessions.retrieve(session.id)).payment_status).toBe('no_payment_required')
  })

  it('is closed once expired, escapes what it shows, and exists for nobody else', async () => {
    const { stripe, session } = await openCheckout()
    const bad = await post(session.url, { ...CARD, number: '1', name: '"><b>x' })
    expect(bad.text).not.toContain('<b>x')
    await stripe.checkout.sessions.expire(session.id)
    expect(await (await fetch(session.url ?? '')).text()).toContain('expired')
    expect((await fetch(`${session.url}x`)).status).toBe(404)
  })
})

describe('the billing portal', () => {
  const openPortal = async () => {
    const { stripe, control } = freshAccount(bench)
    const customer = await payingCustomer(stripe, { name: 'Ada' })
    const price = await (await openShop(stripe)).monthly(1000)
    const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] })
    const session = await stripe.billingPortal.sessions.create({
      customer: customer.id,
      return_url: 'https://shop.example/',
    })
    return { stripe, control, customer, subscription, session }
  }

  it('shows the subscription and its card', async () => {
    const { session } = await openPortal()
    const text = await (await fetch(session.url)).text()
    expect(text).toContain('Billing of Ada')
    expect(text).toContain('10.00 per month')
    expect(text).toContain('visa ending in 4242')
    expect(text).toContain('2026-07-01')
    expect((await fetch(session.url.slice(0, -1))).status).toBe(404)
  })

  it('cancels at the end of the period, and takes it back', async () => {
    const { stripe, session, subscription } = await openPortal()
    await post(session.url, { action: 'cancel', subscription: subscription.id })
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      cancel_at_period_end: true,
      cancel_at: JUNE + 30 * DAY,
    })
    await post(session.url, { action: 'keep', subscription: subscription.id })
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({ cancel_at: null })
  })

  it('changes the card, unless it is declined', async () => {
    const { stripe, session, customer } = await openPortal()
    expect((await post(session.url, { ...CARD, action: 'card', number: '4000000000000002' })).text).toContain(
      'declined',
    )
    await post(session.url, { ...CARD, action: 'card', number: '5555555555554444' })
    const { invoice_settings: settings } = (await stripe.customers.retrieve(customer.id, {
      expand: ['invoice_settings.default_payment_method'],
    })) as Stripe.Customer
    expect(settings.default_payment_method).toMatchObject({ card: { brand: 'mastercard' } })
  })

  it('acts on no subscription but the customer’s own, and needs a customer', async () => {
    const { stripe, session, subscription } = await openPortal()
    const other = await openPortal()
    await post(session.url, { action: 'cancel', subscription: other.subscription.id })
    expect((await stripe.subscriptions.retrieve(subscription.id)).cancel_at).toBeNull()
    expect((await other.stripe.subscriptions.retrieve(other.subscription.id)).cancel_at).toBeNull()
    expect((await refusalOf(stripe.billingPortal.sessions.create({}))).param).toBe('customer')
  })
})
