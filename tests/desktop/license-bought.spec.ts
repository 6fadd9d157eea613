import { expect, test } from 'vitest'
import { launchBrowser } from '../support/browser.ts'
import { keyOf, openProductWorld } from '../support/licenses/product-world.ts'
import { openSandbox } from '../support/payment-day.ts'

// Guards: from the seller's Checkout page in a browser to a product that runs, nobody issues anything by hand but the key.

const sandbox = await openSandbox()

test('a plan that is bought on the checkout page is a license that a product activates', async () => {
  const world = await openProductWorld(sandbox)
  const price = await world.price(await world.product(), 9000)
  const session = await world.stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: world.customer,
    line_items: [{ price, quantity: 2 }],
  })
  const browser = await launchBrowser()
  const page = await browser.newPage()
  await page.goto(session.url ?? '')
  await page.locator('#name').focus()
  // As a customer who has a card at hand types them, field by field.
  for (const text of ['Kestrel Robotics', '4242424242424242', '12/34', '123']) {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Enter')
  await page.waitForSelector('text=This checkout is complete')
  await browser.close()
  const [subscription] = (await world.stripe.subscriptions.list({ customer: world.customer })).data
  await world.hear('customer.subscription.created', subscription?.id ?? '')
  // Two of a plan that pays for two instances.
  expect(await world.only()).toMatchObject({ state: 'active', production: { paid: 4, held: 0 } })
  const product = await world.start({ key: await keyOf(world) })
  expect(await product.get('/manage/devices', { method: 'POST' })).toMatchObject({ body: { devices: ['device-1'] } })
  expect((await world.only()).production).toEqual({ paid: 4, held: 1 })
  expect(await product.stop()).toBe(0)
})
