import { describe, expect, test } from 'vitest'
import type { NewCheckout } from '../../server/ports/payment-invoices.ts'
import { DAY, failureOf, iso, JUNE, openPaymentDay, openSandbox } from '../support/payment-day.ts'
import { markOf, money } from '../support/payment-invoices.ts'

// Guarantee: a link leads to the plan that was chosen and to nothing else; what is bought through it carries the team, and its
// result can be read afterwards.

const sandbox = await openSandbox()

const HOUR = 3600

const openLinks = async () => {
  const day = await openPaymentDay(sandbox)
  const priceStripeId = await day.monthly(2500)
  const checkout = (more: Partial<NewCheckout> = {}): NewCheckout => ({
    customer: { stripeId: day.customer },
    priceStripeId,
    quantity: 4,
    metadata: markOf('req_1'),
    clientReferenceId: 'T1',
    successUrl: 'https://desk.example/done',
    cancelUrl: 'https://desk.example/back',
    expiresAt: null,
    ...more,
  })
  return { ...day, priceStripeId, checkout }
}

describe('a purchase link', () => {
  test('sells a quantity of one price to a customer, for a day', async () => {
    const { gateway, stripe, customer, checkout, priceStripeId } = await openLinks()
    const made = await gateway.createCheckout(checkout(), 'checkout')
    expect(made).toMatchObject({
      status: 'open',
      customerStripeId: customer,
      subscriptionStripeId: null,
      // 4 × 25.00
      total: money(10_000),
      createdAt: iso(JUNE),
      expiresAt: iso(JUNE + DAY),
      clientReferenceId: 'T1',
      metadata: { team: 'T1', countersign_request: 'req_1' },
    })
    expect(made.url).toContain(sandbox.url)
    expect(await gateway.createCheckout(checkout(), 'checkout')).toEqual(made)
    expect(await gateway.readCheckout(made.stripeId)).toEqual(made)
    const lines = await stripe.checkout.sessions.listLineItems(made.stripeId)
    expect(lines.data.map(({ price, quantity }) => [price?.id, quantity])).toEqual([[priceStripeId, 4]])
  })

  test('once paid, leads to a subscription that carries the team, and nowhere else', async () => {
    const { gateway, stripe, control, checkout, customer } = await openLinks()
    const { stripeId } = await gateway.createCheckout(checkout(), 'checkout')
    control.completeCheckout(stripeId)
    const done = await gateway.readCheckout(stripeId)
    expect(done).toMatchObject({ status: 'complete', url: null, customerStripeId: customer, total: money(10_000) })
    const bought = await stripe.subscriptions.retrieve(done?.subscriptionStripeId ?? '')
    expect([bought.customer, bought.metadata]).toEqual([customer, markOf('req_1')])
    expect(await gateway.listCheckoutHolders(customer)).toMatchObject([{ clientReferenceId: 'T1' }])
    const failure = await failureOf(gateway.expireCheckout(stripeId, 'expire'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { status: 400 } })
  })

  test('for somebody new makes the customer when it is paid', async () => {
    const { gateway, stripe, control, checkout } = await openLinks()
    const customer = { email: 'buyer@new.example' }
    const { stripeId, customerStripeId } = await gateway.createCheckout(checkout({ customer }), 'checkout')
    expect(customerStripeId).toBeNull()
    control.completeCheckout(stripeId)
    const done = await gateway.readCheckout(stripeId)
    expect(await stripe.customers.retrieve(done?.customerStripeId ?? '')).toMatchObject({ email: 'buyer@new.example' })
  })

  test('without any e-mail asks for it', async () => {
    const { gateway, stripe, checkout } = await openLinks()
    const { stripeId } = await gateway.createCheckout(checkout({ customer: { email: null } }), 'checkout')
    expect((await stripe.checkout.sessions.retrieve(stripeId)).customer_email).toBeNull()
  })

  test('ends when it was told to', async () => {
    const { gateway, control, checkout } = await openLinks()
    const { stripeId } = await gateway.createCheckout(checkout({ expiresAt: iso(JUNE + HOUR) }), 'checkout')
    control.advanceTo(JUNE + HOUR)
    expect(await gateway.readCheckout(stripeId)).toMatchObject({ status: 'expired', url: null })
  })

  test('taken back is over, once per key', async () => {
    const { gateway, checkout } = await openLinks()
    const { stripeId } = await gateway.createCheckout(checkout(), 'checkout')
    const gone = await gateway.expireCheckout(stripeId, 'expire')
    expect(gone).toMatchObject({ status: 'expired', url: null })
    expect(await gateway.expireCheckout(stripeId, 'expire')).toEqual(gone)
  })

  test.each<[string, Partial<NewCheckout>]>([
    ['a price that isn’t there', { priceStripeId: 'price_unknown' }],
    ['a customer who isn’t there', { customer: { stripeId: 'cus_unknown' } }],
    ['an end in ten minutes', { expiresAt: iso(JUNE + 600) }],
    ['an end in two days', { expiresAt: iso(JUNE + 2 * DAY) }],
  ])('with %s is refused', async (_name, more) => {
    const { gateway, stripe, checkout } = await openLinks()
    const failure = await failureOf(gateway.createCheckout(checkout(more), 'checkout'))
    expect(failure).toMatchObject({ failure: 'refused', retryable: false })
    expect((await stripe.checkout.sessions.list()).data).toEqual([])
  })

  test('that nobody made is null', async () => {
    const { gateway } = await openLinks()
    expect(await gateway.readCheckout('cs_test_unknown')).toBeNull()
  })
})

describe('a portal link', () => {
  const returnUrl = 'https://desk.example/back'

  test('opens the customer’s own pages', async () => {
    const { gateway, customer } = await openLinks()
    const { url } = await gateway.createPortalLink({ customerStripeId: customer, returnUrl }, 'portal')
    const page = await fetch(url)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain(returnUrl)
  })

  test('for nobody is refused', async () => {
    const { gateway } = await openLinks()
    const failure = await failureOf(gateway.createPortalLink({ customerStripeId: 'cus_unknown', returnUrl }, 'portal'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { code: 'resource_missing' } })
  })
})
