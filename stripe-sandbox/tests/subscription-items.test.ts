import { describe, expect, it } from 'vitest'
import { DAY, freshAccount, JUNE, openBench, openShop, payingCustomer, refusalOf } from './support.ts'

const bench = await openBench()

const subscribed = async () => {
  const { stripe, control } = freshAccount(bench)
  const shop = await openShop(stripe)
  const [base, extra] = [await shop.monthly(1000), await shop.monthly(600)]
  const customer = await payingCustomer(stripe)
  const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: base }] })
  const pending = async (): Promise<number[]> =>
    (await stripe.invoiceItems.list({ customer: customer.id, pending: true })).data
      .map(({ amount }) => amount)
      .toReversed()
  return { stripe, control, extra, subscription, pending }
}

describe('items written by themselves', () => {
  it('are added; what remains of the period is charged', async () => {
    const { stripe, control, extra, subscription, pending } = await subscribed()
    control.advanceTo(JUNE + 15 * DAY)
    const item = await stripe.subscriptionItems.create({ subscription: subscription.id, price: extra, quantity: 2 })
    expect(item).toMatchObject({ object: 'subscription_item', quantity: 2, subscription: subscription.id })
    // 15 of June's 30 days remain: half of 2 × 6.00.
    expect(await pending()).toEqual([600])
    expect((await stripe.subscriptions.retrieve(subscription.id)).items.data).toHaveLength(2)
    expect((await stripe.events.list({ type: 'customer.subscription.updated' })).data.length).toBeGreaterThan(0)
  })

  it('are changed: the unused old quantity is credited, the new one charged', async () => {
    const { stripe, control, subscription, pending } = await subscribed()
    control.advanceTo(JUNE + 20 * DAY)
    const id = subscription.items.data[0]?.id ?? ''
    expect((await stripe.subscriptionItems.update(id, { quantity: 3 })).quantity).toBe(3)
    // Ten of thirty days remain: a third of 10.00 back, a third of 30.00 to pay.
    expect(await pending()).toEqual([-333, 1000])
    await stripe.subscriptionItems.update(id, { metadata: { seat: 'a' }, quantity: 1, proration_behavior: 'none' })
    expect(await pending()).toEqual([-333, 1000])
  })

  it('are deleted, but never the last one', async () => {
    const { stripe, extra, subscription } = await subscribed()
    const item = await stripe.subscriptionItems.create({ subscription: subscription.id, price: extra })
    expect(await stripe.subscriptionItems.del(item.id)).toMatchObject({ id: item.id, deleted: true })
    const [last] = (await stripe.subscriptions.retrieve(subscription.id)).items.data
    expect((await refusalOf(stripe.subscriptionItems.del(last?.id ?? ''))).statusCode).toBe(400)
    expect((await refusalOf(stripe.subscriptionItems.update('si_none', { quantity: 2 }))).code).toBe('resource_missing')
  })
})
