import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { amountsOf, eventsOf, last, lived, pendingOf, withBadCard, withGoodCard } from './life-support.ts'
import { rules } from './rules.ts'
import { DAY, invoicesOf, JUNE, openBench, refusalOf } from './support.ts'

/** `payment_behavior=pending_if_incomplete`: the change comes with the payment or not at all. */
const bench = await openBench()

const HELD = { payment_behavior: 'pending_if_incomplete', proration_behavior: 'always_invoice' } as const

/** 3000 a month, half way; to 9000 costs −1500 + 4500. */
const asked = async (days = 15, more: Stripe.SubscriptionUpdateParams = {}) => {
  const day = await lived(bench, 3000, { days })
  await withBadCard(day)
  const price = await day.monthly(9000)
  const subscription = await day.change({ ...HELD, items: [{ id: day.item, price }], ...more })
  return { ...day, price, subscription }
}

const unitOf = ({ items }: Stripe.Subscription): number | null | undefined => items.data[0]?.price.unit_amount

rules('docs, "Pending updates"; SDK, Subscription.pending_update', 'an update whose payment fails', () => {
  it('leaves the subscription as it was and says what waits', async () => {
    const { subscription, item, price } = await asked()
    expect(subscription).toMatchObject({ status: 'active' })
    expect(unitOf(subscription)).toBe(3000)
    expect(subscription.pending_update).toMatchObject({
      expires_at: JUNE + 15 * DAY + 23 * 3600,
      subscription_items: [{ id: item, price: { id: price } }],
      trial_end: null,
    })
  })

  it('keeps its invoice open: −1500 + 4500', async () => {
    const day = await asked()
    const invoice = await last(day)
    expect(amountsOf(invoice)).toEqual([-1500, 4500])
    expect(invoice).toMatchObject({ status: 'open', attempt_count: 1, amount_remaining: 3000 })
    expect(day.subscription.latest_invoice).toBe(invoice.id)
  })

  it('is applied by the payment', async () => {
    const day = await asked()
    await withGoodCard(day)
    await day.stripe.invoices.pay((await last(day)).id)
    const applied = await day.retrieve()
    expect(applied.pending_update).toBeNull()
    expect(unitOf(applied)).toBe(9000)
    expect(await eventsOf(day.stripe, 'customer.subscription.pending')).toEqual([
      'customer.subscription.pending_update_applied',
    ])
  })

  it('merges its metadata then and not before', async () => {
    const day = await asked(15, { metadata: { seat: 'b' } })
    expect(day.subscription.metadata).toEqual({})
    expect(day.subscription.pending_update?.metadata).toEqual({ seat: 'b' })
    await withGoodCard(day)
    await day.stripe.invoices.pay((await last(day)).id)
    expect((await day.retrieve()).metadata).toEqual({ seat: 'b' })
  })

  it('keeps its expiry when the payment fails again', async () => {
    const day = await asked()
    day.control.advanceTo(JUNE + 15 * DAY + 10 * 3600)
    await refusalOf(day.stripe.invoices.pay((await last(day)).id))
    expect((await day.retrieve()).pending_update?.expires_at).toBe(JUNE + 15 * DAY + 23 * 3600)
  })

  it('holds a new cycle back too: −1500 + 3000', async () => {
    const day = await lived(bench, 3000)
    await withBadCard(day)
    const held = await day.change({ ...HELD, billing_cycle_anchor: { type: 'now' } })
    expect(held).toMatchObject({
      billing_cycle_anchor: JUNE,
      pending_update: { billing_cycle_anchor: JUNE + 15 * DAY, subscription_items: null },
    })
    expect((await last(day)).total).toBe(1500)
    await withGoodCard(day)
    await day.stripe.invoices.pay((await last(day)).id)
    expect((await day.retrieve()).billing_cycle_anchor).toBe(JUNE + 15 * DAY)
  })
})

rules('docs, "Pending updates": expired updates', 'the end of a pending update', () => {
  it('comes after 23 hours, with its invoice void and nothing charged', async () => {
    const day = await asked()
    day.control.advanceTo(JUNE + 15 * DAY + 23 * 3600)
    const after = await day.retrieve()
    expect(after).toMatchObject({ status: 'active', pending_update: null })
    expect(unitOf(after)).toBe(3000)
    expect((await last(day)).status).toBe('void')
    expect(await eventsOf(day.stripe, 'customer.subscription.pending')).toEqual([
      'customer.subscription.pending_update_expired',
    ])
  })

  it('comes with the end of the period when that is sooner', async () => {
    const day = await asked(29.5)
    expect(day.subscription.pending_update?.expires_at).toBe(JUNE + 30 * DAY)
    await withGoodCard(day)
    day.control.advanceTo(JUNE + 31 * DAY)
    expect(await last(day)).toMatchObject({ total: 3000, status: 'paid' })
  })

  it('comes when its invoice is voided by hand', async () => {
    const day = await asked()
    await day.stripe.invoices.voidInvoice((await last(day)).id)
    expect((await day.retrieve()).pending_update).toBeNull()
  })

  it('leaves no trace in later prorations: 3000 is what was debited', async () => {
    const day = await asked()
    await day.stripe.invoices.voidInvoice((await last(day)).id)
    await withGoodCard(day)
    await day.change({ items: [{ id: day.item, price: await day.monthly(6000) }] })
    expect(await pendingOf(day)).toEqual([-1500, 3000])
  })

  it('comes with a newer pending update, whose invoice takes the place of the first', async () => {
    const day = await asked()
    const again = await day.change({ ...HELD, items: [{ id: day.item, price: await day.monthly(5000) }] })
    expect(again.pending_update?.subscription_items?.[0]?.price.unit_amount).toBe(5000)
    const [, first, second] = await invoicesOf(day.stripe, day.customer)
    // −1500 + 2500.
    expect([first?.status, second?.status, second?.total]).toEqual(['void', 'open', 1000])
  })
})

rules('docs, "Pending updates": what can wait', 'an update that need not wait', () => {
  it('is applied at once when its payment succeeds, without an event of its own', async () => {
    const day = await lived(bench, 3000)
    const changed = await day.change({ ...HELD, items: [{ id: day.item, price: await day.monthly(9000) }] })
    expect(changed.pending_update).toBeNull()
    expect(unitOf(changed)).toBe(9000)
    expect(await last(day)).toMatchObject({ status: 'paid', total: 3000 })
    expect(await eventsOf(day.stripe, 'customer.subscription.pending')).toEqual([])
  })

  it('is applied at once when it bills nothing now', async () => {
    const day = await lived(bench, 3000)
    await withBadCard(day)
    const items = [{ id: day.item, price: await day.monthly(9000) }]
    const changed = await day.change({ items, payment_behavior: 'pending_if_incomplete' })
    expect(unitOf(changed)).toBe(9000)
    expect(await pendingOf(day)).toEqual([-1500, 4500])
  })

  it('cannot wait with what bills nothing, nor for a sent invoice', async () => {
    const day = await lived(bench, 3000)
    const described = day.change({ ...HELD, description: 'Seats' })
    expect(await refusalOf(described)).toMatchObject({ param: 'description', statusCode: 400 })
    const sent = await lived(bench, 3000, { params: { collection_method: 'send_invoice', days_until_due: 5 } })
    const items = [{ id: sent.item, quantity: 2 }]
    expect((await refusalOf(sent.change({ ...HELD, items }))).statusCode).toBe(400)
  })

  it('is refused by name while another kind of change would have to wait with it', async () => {
    const day = await asked()
    const items = [{ id: day.item, quantity: 3 }]
    expect((await refusalOf(day.change({ items }))).statusCode).toBe(501)
  })
})
