import { expect, it } from 'vitest'
import { amountsOf, last, lived } from './life-support.ts'
import { rules } from './rules.ts'
import { DAY, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** Previews beside those of an update, which `changes.test.ts` checks. */
const bench = await openBench()

rules('docs, "Preview invoices": preview_mode; SDK, InvoiceCreatePreviewParams', 'preview_mode recurring', () => {
  it('leaves out what is pending, one-off or credited: 3000', async () => {
    const day = await lived(bench, 3000)
    await day.stripe.invoiceItems.create({ customer: day.customer, amount: 700, currency: 'usd' })
    await day.stripe.customers.createBalanceTransaction(day.customer, { amount: -400, currency: 'usd' })
    const invoice_items = [{ amount: 50, currency: 'usd' }]
    const next = await day.stripe.invoices.createPreview({ subscription: day.id, invoice_items })
    expect(next).toMatchObject({ total: 3750, amount_due: 3350 })
    const preview_mode = 'recurring'
    const shown = await day.stripe.invoices.createPreview({ subscription: day.id, preview_mode, invoice_items })
    expect(shown).toMatchObject({ total: 3000, amount_due: 3000, starting_balance: 0, status: 'draft' })
  })

  it('of a change shows the new cost without prorations: 2 × 3000', async () => {
    const day = await lived(bench, 3000)
    const items = [{ id: day.item, quantity: 2 }]
    const asked = { subscription: day.id, subscription_details: { items }, preview_mode: 'recurring' as const }
    expect(amountsOf(await day.stripe.invoices.createPreview(asked))).toEqual([6000])
    expect((await day.retrieve()).items.data[0]?.quantity).toBe(1)
  })

  it('leaves out a coupon that acts once, as in the documented example', async () => {
    const day = await openDay(bench)
    await day.stripe.coupons.create({ id: 'WINTER', percent_off: 15, duration: 'once' })
    const shown = await day.stripe.invoices.createPreview({
      customer: day.customer,
      subscription_details: { items: [{ price: await day.monthly(4900) }] },
      invoice_items: [{ amount: 1000, currency: 'usd' }],
      discounts: [{ coupon: 'WINTER' }],
      preview_mode: 'recurring',
    })
    expect(shown).toMatchObject({ total: 4900, total_discount_amounts: [] })
  })

  it('refuses by name to say what a lasting discount does', async () => {
    const day = await lived(bench, 3000)
    await day.stripe.coupons.create({ id: 'TENTH', percent_off: 10, duration: 'forever' })
    await day.change({ discounts: [{ coupon: 'TENTH' }] })
    const asked = day.stripe.invoices.createPreview({ subscription: day.id, preview_mode: 'recurring' })
    expect((await refusalOf(asked)).statusCode).toBe(501)
  })
})

rules('docs, "Pause subscriptions": previews', 'a pause and a resumption', () => {
  it('is previewed where it is invoiced, and is none where it is not', async () => {
    const day = await lived(bench, 3000)
    const preview = (pause: object) =>
      day.stripe.invoices.createPreview({ subscription: day.id, subscription_details: { pause } })
    expect((await preview({ invoicing_behavior: 'invoice' })).total).toBe(-1500)
    expect((await refusalOf(preview({ type: 'subscription' }))).statusCode).toBe(404)
    const nothing = { invoicing_behavior: 'invoice', bill_for: { unused_time_from: { type: 'none' } } }
    expect((await refusalOf(preview(nothing))).statusCode).toBe(404)
    expect((await day.retrieve()).status).toBe('active')
  })

  it('shows the invoice that resuming then makes: 3000 − 1500', async () => {
    const day = await lived(bench, 3000)
    await day.stripe.subscriptions.pause(day.id)
    day.control.advanceTo(JUNE + 40 * DAY)
    const details = { resume_at: 'now' as const, billing_cycle_anchor: { type: 'now' as const } }
    const preview = await day.stripe.invoices.createPreview({ subscription: day.id, subscription_details: details })
    expect(preview.total).toBe(1500)
    await day.stripe.subscriptions.resume(day.id)
    expect(amountsOf(await last(day))).toEqual(amountsOf(preview))
  })
})

rules('SDK, Subscription cancel: prorations and final invoices', 'the end', () => {
  it('collects prorations that waited for the end of the period: −1500 + 3000', async () => {
    const day = await lived(bench, 3000)
    await day.change({ items: [{ id: day.item, price: await day.monthly(6000) }] })
    await day.change({ cancel_at_period_end: true })
    expect((await day.stripe.invoices.createPreview({ subscription: day.id })).total).toBe(1500)
    day.control.advanceTo(JUNE + 31 * DAY)
    expect(await last(day)).toMatchObject({ total: 1500, status: 'paid', created: JUNE + 30 * DAY })
  })

  it('takes prorations away when it comes now and neither bills nor prorates', async () => {
    const day = await lived(bench, 3000)
    await day.change({ items: [{ id: day.item, price: await day.monthly(6000) }] })
    await day.stripe.subscriptions.cancel(day.id)
    expect((await day.stripe.invoiceItems.list({ customer: day.customer })).data).toEqual([])
  })

  it('with prorate and invoice_now gives back the unused half: −1500', async () => {
    const day = await lived(bench, 3000)
    await day.stripe.subscriptions.cancel(day.id, { prorate: true, invoice_now: true })
    expect((await last(day)).total).toBe(-1500)
  })

  it('stops the collection of what is open', async () => {
    const day = await lived(bench, 3000, { days: 0 })
    const { id } = await day.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: day.customer })
    await day.stripe.customers.update(day.customer, { invoice_settings: { default_payment_method: id } })
    day.control.advanceTo(JUNE + 31 * DAY)
    await day.stripe.subscriptions.cancel(day.id)
    expect(await last(day)).toMatchObject({ status: 'open', auto_advance: false, next_payment_attempt: null })
  })

  it.each(['min_period_end', 'max_period_end'] as const)('at %s is that of the period', async (name) => {
    const day = await lived(bench, 3000)
    expect((await day.change({ cancel_at: name })).cancel_at).toBe(JUNE + 30 * DAY)
  })
})

rules('docs, "Change subscriptions": zero-amount prices; "Compare …": anchor', 'from free to paid', () => {
  it('in classic mode begins a new cycle and bills it at once', async () => {
    const day = await lived(bench, 0, { mode: 'classic' })
    const changed = await day.change({ items: [{ id: day.item, price: await day.monthly(3000) }] })
    expect(changed.billing_cycle_anchor).toBe(JUNE + 15 * DAY)
    expect(await last(day)).toMatchObject({ total: 3000, status: 'paid' })
  })

  it('in flexible mode keeps the anchor: with always_invoice half of 3000', async () => {
    const day = await lived(bench, 0)
    const items = [{ id: day.item, price: await day.monthly(3000) }]
    const changed = await day.change({ items, proration_behavior: 'always_invoice' })
    expect(changed.billing_cycle_anchor).toBe(JUNE)
    expect(await last(day)).toMatchObject({ total: 1500, status: 'paid' })
  })

  it('in flexible mode has to say whether it bills now', async () => {
    const day = await lived(bench, 0)
    const items = [{ id: day.item, price: await day.monthly(3000) }]
    expect(await refusalOf(day.change({ items }))).toMatchObject({ statusCode: 501, param: 'proration_behavior' })
  })

  it('a quantity that was zero is another matter: no invoice, no new period', async () => {
    const day = await openDay(bench)
    const items = [{ price: await day.monthly(3000), quantity: 0 }]
    const billing_mode = { type: 'classic' as const }
    const made = await day.stripe.subscriptions.create({ customer: day.customer, items, billing_mode })
    day.control.advanceTo(JUNE + 15 * DAY)
    const change = { items: [{ id: made.items.data[0]?.id ?? '', quantity: 1 }] }
    expect((await day.stripe.subscriptions.update(made.id, change)).billing_cycle_anchor).toBe(JUNE)
    expect(await invoicesOf(day.stripe, day.customer)).toHaveLength(1)
  })
})

rules('docs, "Compare …": discounts are spread evenly in classic mode', 'a fixed discount', () => {
  const withTwo = async (amountOff: number) => {
    const day = await openDay(bench)
    await day.stripe.coupons.create({ id: 'OFF', amount_off: amountOff, currency: 'usd', duration: 'forever' })
    const items = [{ price: await day.monthly(3000) }, { price: await day.monthly(7000) }]
    const params = { customer: day.customer, items, discounts: [{ coupon: 'OFF' }] }
    const made = await day.stripe.subscriptions.create({ ...params, billing_mode: { type: 'classic' } })
    day.control.advanceTo(JUNE + 15 * DAY)
    return { ...day, id: made.id, item: made.items.data[0]?.id ?? '' }
  }

  it('of 1000 takes 500 from each of two: (3000 − 500) / 2 and (6000 − 500) / 2', async () => {
    const day = await withTwo(1000)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price: await day.monthly(6000) }] })
    const { data } = await day.stripe.invoiceItems.list({ customer: day.customer, pending: true })
    expect(data.map(({ amount }) => amount).toReversed()).toEqual([-1250, 2750])
  })

  it('that leaves an odd cent is refused by name', async () => {
    const day = await withTwo(1001)
    const change = day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, quantity: 2 }] })
    expect((await refusalOf(change)).statusCode).toBe(501)
  })
})
