// Guarantee: a product in a process of its own follows what is paid: it activates, gets new limits without a restart, runs on after
// a cancellation until its grace ends, closes its management plane then without ending, and opens it again when it is paid.
import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { Product } from '../support/licenses/product-process.ts'
import { heard, heardLast, keyOf, openProductWorld } from '../support/licenses/product-world.ts'
import { DAY, JUNE, openSandbox } from '../support/payment-day.ts'

const sandbox = await openSandbox()

/** A subscription that is suspended as soon as a payment is late. */
const subscribed = async (more: object = {}) => {
  const world = await openProductWorld(sandbox)
  const price = await world.price(await world.product({ 'past-due-days': '0' }), 9000)
  const { id, items } = await world.stripe.subscriptions.create({
    customer: world.customer,
    items: [{ price }],
    ...more,
  })
  await world.hear('customer.subscription.created', id)
  return { ...world, subscription: id, item: items.data[0]?.id ?? '', key: await keyOf(world) }
}

type World = Awaited<ReturnType<typeof subscribed>>

const useCard = async ({ stripe, customer }: World, card: string): Promise<void> => {
  const { id } = await stripe.paymentMethods.attach(card, { customer })
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
}

const devicesOf = (product: Product) => product.get('/manage/devices')
const noErrors = (product: Product) => expect(product.lines.filter((line) => line.startsWith('stderr'))).toEqual([])

describe('a product on a subscription', () => {
  test('is upgraded, locked when a payment fails and its grace is over, and unlocked when it is paid, in one life', async () => {
    const world = await subscribed()
    world.moveTo(JUNE + 29 * DAY + 12 * 3600)
    const product = await world.start({ key: world.key })
    expect(product.events()).toEqual(['unlocked OK'])
    const { body } = await product.get('/license')
    expect(body).toMatchObject({ plan: 'Business', limits: { 'max-end-devices': 1000 } })

    // The larger plan's limits arrive with the next check.
    const larger = await world.product({
      'license-plan': 'Enterprise',
      'max-end-devices': '9000',
      'past-due-days': '0',
    })
    const price = await world.price(larger, 20_000)
    await world.stripe.subscriptions.update(world.subscription, { items: [{ id: world.item, price }] })
    await world.hear('customer.subscription.updated', world.subscription)
    await world.pass(product, 1)
    await heard(product, 'limits {"max-end-devices":9000}')

    // In the night to July the card is declined.
    await useCard(world, 'pm_card_chargeCustomerFail')
    world.control.advanceTo(JUNE + 30 * DAY + 2 * 3600)
    await world.pass(product, 13)
    await world.hear('customer.subscription.updated', world.subscription)
    expect(await world.only()).toMatchObject({ state: 'suspended' })
    await world.pass(product, 12)
    // The last lease is at least an hour old: half of its day is over, all of it is not.
    await heardLast(product, 'warning NOT_ACTIVE')
    expect(await devicesOf(product)).toMatchObject({ status: 200 })
    await world.pass(product, 13)
    await heardLast(product, 'locked NOT_ACTIVE')
    expect(await devicesOf(product)).toMatchObject({
      status: 402,
      body: { error: expect.stringContaining('Pay what is open') },
    })
    expect(await product.get('/')).toMatchObject({ status: 200 })

    await useCard(world, 'pm_card_visa')
    const [open] = (await world.stripe.invoices.list({ customer: world.customer, status: 'open' })).data
    await world.stripe.invoices.pay(open?.id ?? '')
    await world.hear('invoice.paid', open?.id ?? '')
    expect(await world.only()).toMatchObject({ state: 'active' })
    await world.pass(product, 1)
    await heardLast(product, 'unlocked OK')
    expect(await devicesOf(product)).toMatchObject({ status: 200 })
    expect(product.isRunning()).toBe(true)
    expect(await product.stop()).toBe(0)
    noErrors(product)
  })

  test('that is cancelled runs to the end of its grace and no longer', async () => {
    const world = await subscribed()
    const product = await world.start({ key: world.key })
    await world.stripe.subscriptions.cancel(world.subscription)
    await world.hear('customer.subscription.deleted', world.subscription)
    await world.pass(product, 23)
    expect(await devicesOf(product)).toMatchObject({ status: 200 })
    await world.pass(product, 2)
    expect(await devicesOf(product)).toMatchObject({ status: 402 })
    expect(product.isRunning()).toBe(true)
    noErrors(product)
  })

  test('that is paid by wire transfer is locked until the money is there, and unlocks by itself', async () => {
    const world = await subscribed({ collection_method: 'send_invoice', days_until_due: 30 })
    world.moveTo(JUNE + DAY)
    await world.hear('customer.subscription.updated', world.subscription)
    expect(await world.only()).toMatchObject({ state: 'pending-payment' })
    const product = await world.start({ key: world.key })
    expect(product.events()).toEqual(['locked PENDING_PAYMENT'])
    const [open] = (await world.stripe.invoices.list({ customer: world.customer, status: 'open' })).data
    await world.stripe.invoices.pay(open?.id ?? '', { paid_out_of_band: true })
    await world.hear('invoice.paid', open?.id ?? '')
    await world.pass(product, 1)
    await heardLast(product, 'unlocked OK')
    expect(product.events()).toEqual(['locked PENDING_PAYMENT', 'unlocked OK'])
    noErrors(product)
  })
})

describe('a folder', () => {
  const copied = (from: string, to: string) => cpSync(from, to, { recursive: true })
  const instances = ({ kernel }: World) =>
    kernel.db.selectFrom('instance').select(['id', 'epoch', 'cloneSuspectedAt']).execute()

  test('that was copied is told from a restart: both are served, and support sees the copy', async () => {
    const world = await subscribed()
    const first = await world.start({ key: world.key })
    await world.pass(first, 2)
    await first.stop('SIGKILL')
    const elsewhere = `${world.place}-copy`
    copied(world.place, elsewhere)
    const again = await world.start({ key: world.key })
    const copy = await world.start({ key: world.key, folder: elsewhere })
    await heard(copy, 'notice STORE_MOVED')
    for (let turn = 0; turn < 3; turn += 1) {
      await again.get('/license/check')
      await copy.get('/license/check')
    }
    await vi.waitFor(async () => {
      expect(await instances(world)).toMatchObject([{ cloneSuspectedAt: expect.any(Number) }])
    })
    expect(again.events().at(0)).toBe('unlocked OK')
    expect(await devicesOf(copy)).toMatchObject({ status: 200 })
  })

  test('that is restarted again and again is one instance in one epoch', async () => {
    const world = await subscribed()
    for (let restart = 0; restart < 3; restart += 1) {
      const product = await world.start({ key: world.key })
      await product.get('/license/check')
      await product.stop(restart % 2 === 0 ? 'SIGKILL' : 'SIGTERM')
    }
    expect(await instances(world)).toMatchObject([{ epoch: 1, cloneSuspectedAt: null }])
  })

  test('that was set back, or damaged, is the same instance, and no seat is lost', async () => {
    const world = await subscribed()
    const first = await world.start({ key: world.key })
    copied(world.place, `${world.place}-backup`)
    for (let n = 0; n < 4; n += 1) await first.get('/license/check')
    await first.stop()
    rmSync(world.place, { recursive: true })
    copied(`${world.place}-backup`, world.place)
    const back = await world.start({ key: world.key })
    await back.get('/license/check')
    expect(await devicesOf(back)).toMatchObject({ status: 200 })
    await back.stop()
    for (const name of ['state-0.json', 'state-1.json']) writeFileSync(join(world.place, name), '{"format":1')
    const repaired = await world.start({ key: world.key })
    await heard(repaired, 'unlocked OK')
    await heard(repaired, 'notice STORE_CORRUPTED')
    expect(await instances(world)).toMatchObject([{ epoch: 3 }])
    noErrors(repaired)
  })
})
