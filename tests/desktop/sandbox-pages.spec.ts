import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright'
import { Stripe } from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSandbox, startSandbox } from '../../stripe-sandbox/index.ts'
import { launchBrowser } from '../support/browser.ts'

// Guards: the sandbox's pages for people can be read aloud in light and dark, and a purchase needs no mouse.

const KEY = 'sk_test_pages'

let sandbox: RunningSandbox
let stripe: Stripe
let browser: Browser
let page: Page

beforeAll(async () => {
  sandbox = await startSandbox()
  stripe = new Stripe(KEY, { host: sandbox.host, port: sandbox.port, protocol: 'http', maxNetworkRetries: 0 })
  browser = await launchBrowser()
  const context = await browser.newContext({ viewport: { width: 1100, height: 800 } })
  page = await context.newPage()
})

afterAll(async () => {
  await browser.close()
  await sandbox.close()
})

const monthly = async (amount: number): Promise<{ readonly product: string; readonly price: string }> => {
  const { id: product } = await stripe.products.create({ name: 'Team plan' })
  const terms = { currency: 'usd', unit_amount: amount, recurring: { interval: 'month' } } as const
  return { product, price: (await stripe.prices.create({ product, ...terms })).id }
}

const openCheckout = async (): Promise<Stripe.Checkout.Session> => {
  const { price } = await monthly(2500)
  return stripe.checkout.sessions.create({
    mode: 'subscription',
    allow_promotion_codes: true,
    consent_collection: { terms_of_service: 'required', promotions: 'auto' },
    line_items: [{ price, quantity: 2, adjustable_quantity: { enabled: true } }],
  })
}

const openPortal = async (): Promise<{ readonly url: string; readonly subscription: string }> => {
  const { product, price } = await monthly(900)
  const { id: customer } = await stripe.customers.create({
    name: 'Ada Example',
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price }] })
  const { id: configuration } = await stripe.billingPortal.configurations.create({
    features: {
      customer_update: { enabled: true, allowed_updates: ['name', 'email', 'phone', 'address'] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: { enabled: true, cancellation_reason: { enabled: true, options: ['unused', 'other'] } },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price', 'quantity', 'promotion_code'],
        products: [{ product, prices: [price], adjustable_quantity: { enabled: true, maximum: 9 } }],
      },
    },
  })
  const { url } = await stripe.billingPortal.sessions.create({ customer, configuration })
  return { url, subscription: subscription.id }
}

const troublesOf = async (url: string, scheme: 'dark' | 'light'): Promise<string[]> => {
  await page.emulateMedia({ colorScheme: scheme })
  await page.goto(url)
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
  test('the checkout page can be read aloud', async () => {
    expect(await troublesOf((await openCheckout()).url ?? '', scheme)).toEqual([])
  })

  test('every step of the portal can be read aloud', async () => {
    const { url, subscription } = await openPortal()
    for (const step of ['', 'card', 'cancel', 'confirm', 'details', 'update'])
      expect(await troublesOf(`${url}?step=${step}&subscription=${subscription}`, scheme), step).toEqual([])
  })

  test('the trainer’s page can be read aloud', async () => {
    sandbox.addFault({ kind: 'rate_limit', key: KEY, path: '/v1/none' })
    expect(await troublesOf(`${sandbox.url}/?key=${KEY}`, scheme)).toEqual([])
  })
})

test('a purchase needs no mouse', async () => {
  const session = await openCheckout()
  await page.goto(session.url ?? '')
  await page.locator('#email').focus()
  for (const text of ['ada@shop.example', 'Ada Example', '4242424242424242', '12/34', '123']) {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Space')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=This checkout is complete')
  const done = await stripe.checkout.sessions.retrieve(session.id)
  expect(done).toMatchObject({ status: 'complete', consent: { terms_of_service: 'accepted', promotions: 'opt_out' } })
})
