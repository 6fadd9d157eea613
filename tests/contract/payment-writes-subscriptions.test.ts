import { describe, expect, test } from 'vitest'
import type { SubscriptionChange } from '../../server/ports/payment-writes.ts'
import { DAY, failureOf, iso, itemOf, JUNE, openPaymentDay, openSandbox } from '../support/payment-day.ts'

// Guarantee: a subscription changes as was meant and as was previewed, once per key; what lies ahead can be taken back,
// and a cancellation that happened is answered as one.

const sandbox = await openSandbox()

const halfway = async () => {
  const day = await openPaymentDay(sandbox)
  const subscription = await day.subscribe(3000)
  day.control.advanceTo(JUNE + 15 * DAY)
  const change = (over: Partial<SubscriptionChange> = {}): SubscriptionChange => ({
    subscriptionStripeId: subscription.id,
    items: [{ kind: 'update', itemStripeId: itemOf(subscription), quantity: 2 }],
    proration: 'create_prorations',
    prorationAt: iso(JUNE + 15 * DAY),
    isNewCycle: false,
    payment: null,
    metadata: { countersign_request: 'req_1' },
    ...over,
  })
  const invoices = async () => (await day.stripe.invoices.list({ customer: day.customer })).data
  return { ...day, id: subscription.id, item: itemOf(subscription), change, invoices }
}

describe('a change', () => {
  test('of the quantity leaves the difference pending: half of 6000 less half of 3000', async () => {
    const { gateway, customer, change, item, invoices } = await halfway()
    const made = await gateway.changeSubscription(change(), 'req_1/change/1')
    expect(made.items.map((row) => [row.stripeId, row.quantity])).toEqual([[item, 2]])
    expect(made.metadata['countersign_request']).toBe('req_1')
    expect(await gateway.changeSubscription(change(), 'req_1/change/1')).toEqual(made)
    const pending = await gateway.listPendingItems(customer)
    expect(pending.map((row) => row.amount.amount).toSorted((a, b) => a - b)).toEqual([-1500, 3000])
    expect(pending.every((row) => row.isProration)).toBe(true)
    expect(pending.every((row) => row.subscriptionStripeId === made.stripeId)).toBe(true)
    expect(await invoices()).toHaveLength(1)
  })

  test('billed at once is an invoice of now: 1500, paid', async () => {
    const { gateway, change, invoices, id } = await halfway()
    const made = await gateway.changeSubscription(change({ proration: 'always_invoice' }), 'req_1/change/1')
    const [newest] = await invoices()
    expect(newest).toMatchObject({ id: made.latestInvoiceStripeId, total: 1500, status: 'paid' })
    expect((await gateway.readInvoice(newest?.id ?? ''))?.subscriptionStripeId).toBe(id)
    expect(await gateway.readInvoice('in_nowhere')).toBeNull()
  })

  test('is prorated from the time that was previewed, not from when it is sent', async () => {
    const { gateway, change, control, customer } = await halfway()
    control.advanceTo(JUNE + 20 * DAY)
    await gateway.changeSubscription(change(), 'req_1/change/1')
    const pending = await gateway.listPendingItems(customer)
    expect(pending.map((row) => row.amount.amount).toSorted((a, b) => a - b)).toEqual([-1500, 3000])
  })

  test('without prorations touches no money now', async () => {
    const { gateway, change, customer, invoices } = await halfway()
    await gateway.changeSubscription(change({ proration: 'none' }), 'req_1/change/1')
    expect(await gateway.listPendingItems(customer)).toEqual([])
    expect(await invoices()).toHaveLength(1)
  })

  test('of the plan, one item more, one item less', async () => {
    const { gateway, change, item, monthly } = await halfway()
    const dearer = await monthly(4000)
    const extra = await monthly(500)
    const grown = await gateway.changeSubscription(
      change({
        proration: 'none',
        items: [
          { kind: 'update', itemStripeId: item, priceStripeId: dearer },
          { kind: 'add', priceStripeId: extra, quantity: 3 },
        ],
      }),
      'req_1/change/1',
    )
    expect(grown.items.map((row) => [row.priceStripeId, row.quantity])).toEqual([
      [dearer, 1],
      [extra, 3],
    ])
    const shrunk = await gateway.changeSubscription(
      change({ proration: 'none', items: [{ kind: 'remove', itemStripeId: item }] }),
      'req_2/change/1',
    )
    expect(shrunk.items.map((row) => row.priceStripeId)).toEqual([extra])
  })

  test('that a card declines is taken back, with the bank’s reason', async () => {
    const { gateway, stripe, customer, change, id } = await halfway()
    const method = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: method.id } })
    const asked = change({ proration: 'always_invoice', payment: 'error_if_incomplete' })
    const failure = await failureOf(gateway.changeSubscription(asked, 'req_1/change/1'))
    expect(failure).toMatchObject({
      failure: 'refused',
      stripe: { status: 402, type: 'card_error', code: 'card_declined', declineCode: 'generic_decline' },
    })
    expect((await gateway.readSubscription(id))?.subscription.items[0]?.quantity).toBe(1)
  })

  test('of one that isn’t there is refused by its code', async () => {
    const { gateway, change } = await halfway()
    const failure = await failureOf(gateway.changeSubscription(change({ subscriptionStripeId: 'sub_0' }), 'k'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { status: 404, code: 'resource_missing' } })
    expect(await gateway.readSubscription('sub_0')).toBeNull()
  })
})

describe('collecting', () => {
  test('pauses with what happens to invoices and until when, and goes on', async () => {
    const { gateway, id } = await halfway()
    const pause = { subscriptionStripeId: id, behavior: 'void' as const, resumesAt: iso(JUNE + 60 * DAY) }
    const paused = await gateway.pauseCollection(pause, 'req_1/pause/1')
    expect(paused).toMatchObject({ status: 'active', pause: { behavior: 'void', resumesAt: iso(JUNE + 60 * DAY) } })
    expect(await gateway.pauseCollection(pause, 'req_1/pause/1')).toEqual(paused)
    expect((await gateway.resumeCollection(id, 'req_2/resume/1')).pause).toBeNull()
    expect((await gateway.resumeCollection(id, 'req_2/resume/2')).pause).toBeNull()
  })
})

describe('a whole pause', () => {
  test('credits half of 3000, and a new month is paid when it goes on', async () => {
    const { gateway, id, customer, control, stripe } = await halfway()
    const pause = { subscriptionStripeId: id, isUnusedTimeCredited: true, isInvoicedNow: false }
    const paused = await gateway.pauseSubscription(pause, 'req_1/pause/1')
    expect(paused).toMatchObject({ status: 'paused', pause: null })
    expect(await gateway.pauseSubscription(pause, 'req_1/pause/1')).toEqual(paused)
    expect((await gateway.listPendingItems(customer)).map((row) => row.amount.amount)).toEqual([-1500])
    control.advanceTo(JUNE + 70 * DAY)
    expect((await gateway.readSubscription(id))?.subscription.status).toBe('paused')
    const resume = { subscriptionStripeId: id, isNewCycle: true, prorationAt: null, isChargedNow: true }
    const resumed = await gateway.resumeSubscription(resume, 'req_2/resume/1')
    expect(resumed.status).toBe('active')
    expect(await gateway.resumeSubscription(resume, 'req_2/resume/1')).toEqual(resumed)
    const invoice = await stripe.invoices.retrieve(resumed.latestInvoiceStripeId ?? '')
    expect(invoice).toMatchObject({ total: 3000 - 1500, status: 'paid' })
  })

  test('without a credit owes nothing, and the rest of the period is billed from the time that was shown', async () => {
    const { gateway, id, customer, control } = await halfway()
    const pause = { subscriptionStripeId: id, isUnusedTimeCredited: false, isInvoicedNow: false }
    await gateway.pauseSubscription(pause, 'req_1/pause/1')
    expect(await gateway.listPendingItems(customer)).toEqual([])
    control.advanceTo(JUNE + 21 * DAY)
    const rest = {
      subscriptionStripeId: id,
      isNewCycle: false,
      prorationAt: iso(JUNE + 20 * DAY),
      isChargedNow: false,
    }
    await gateway.resumeSubscription(rest, 'req_2/resume/1')
    // 10 of 30 days of 3000.
    expect((await gateway.listPendingItems(customer)).map((row) => row.amount.amount)).toEqual([1000])
  })

  test('goes on with the payment where it isn’t charged at once', async () => {
    const { gateway, id } = await halfway()
    const pause = { subscriptionStripeId: id, isUnusedTimeCredited: false, isInvoicedNow: false }
    await gateway.pauseSubscription(pause, 'req_1/pause/1')
    const resume = { subscriptionStripeId: id, isNewCycle: true, prorationAt: null, isChargedNow: false }
    const waiting = await gateway.resumeSubscription(resume, 'req_2/resume/1')
    expect(waiting.status).toBe('paused')
    const paid = await gateway.payInvoice(waiting.latestInvoiceStripeId ?? '', 'req_2/pay/1')
    expect(paid).toMatchObject({ status: 'paid', total: { amount: 3000 } })
    expect((await gateway.readSubscription(id))?.subscription.status).toBe('active')
  })

  test('of one that is sent its invoices is refused', async () => {
    const { gateway, subscribe } = await openPaymentDay(sandbox)
    const { id } = await subscribe(3000, { collection_method: 'send_invoice', days_until_due: 30 })
    const pause = { subscriptionStripeId: id, isUnusedTimeCredited: true, isInvoicedNow: false }
    const failure = await failureOf(gateway.pauseSubscription(pause, 'req_1/pause/1'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { status: 400 } })
  })
})

describe('a cancellation', () => {
  test('at once, prorated and invoiced, gives half of 3000 back to the balance', async () => {
    const { gateway, id, customer, control } = await halfway()
    const cancel = { subscriptionStripeId: id, kind: 'now' as const, isProrated: true, isInvoicedNow: true }
    const ended = await gateway.cancelSubscription(cancel, 'req_1/cancel/1')
    expect(ended).toMatchObject({ status: 'canceled', endedAt: iso(JUNE + 15 * DAY) })
    expect((await gateway.listDraftInvoices(customer)).map((row) => row.total.amount)).toEqual([-1500])
    control.advanceTo(JUNE + 16 * DAY)
    const [entry] = await gateway.listBalanceEntriesSince(customer, iso(JUNE))
    expect(entry?.endingBalance).toEqual({ amount: -1500, currency: 'usd' })
  })

  test('at once, told again, is the one that happened; the balance moves once', async () => {
    const { gateway, id, customer, control } = await halfway()
    const cancel = { subscriptionStripeId: id, kind: 'now' as const, isProrated: true, isInvoicedNow: true }
    const ended = await gateway.cancelSubscription(cancel, 'req_1/cancel/1')
    expect(await gateway.cancelSubscription(cancel, 'req_1/cancel/1')).toEqual(ended)
    control.advanceTo(JUNE + 16 * DAY)
    const entries = await gateway.listBalanceEntriesSince(customer, iso(JUNE))
    expect(entries.map((row) => row.amount.amount)).toEqual([-1500])
  })

  test('at once without either leaves the money where it is', async () => {
    const { gateway, id, customer } = await halfway()
    const cancel = { subscriptionStripeId: id, kind: 'now' as const, isProrated: false, isInvoicedNow: false }
    expect((await gateway.cancelSubscription(cancel, 'req_1/cancel/1')).status).toBe('canceled')
    expect(await gateway.listBalanceEntriesSince(customer, iso(JUNE))).toEqual([])
    expect(await gateway.listPendingItems(customer)).toEqual([])
  })

  test('of one that was never there is refused', async () => {
    const { gateway } = await halfway()
    const cancel = { subscriptionStripeId: 'sub_0', kind: 'now' as const, isProrated: false, isInvoicedNow: false }
    const failure = await failureOf(gateway.cancelSubscription(cancel, 'k'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { code: 'resource_missing' } })
  })

  test('at the end of the period, and taken back', async () => {
    const { gateway, id } = await halfway()
    const kind = 'period-end' as const
    const ending = await gateway.cancelSubscription({ subscriptionStripeId: id, kind }, 'req_1/cancel/1')
    expect(ending).toMatchObject({ isCancelAtPeriodEnd: true, cancelAt: iso(JUNE + 30 * DAY), status: 'active' })
    expect((await gateway.readSubscription(id))?.isCancelAtPeriodEnd).toBe(true)
    const going = await gateway.undoCancel({ subscriptionStripeId: id, kind }, 'req_2/undo/1')
    expect(going).toMatchObject({ isCancelAtPeriodEnd: false, cancelAt: null, canceledAt: null })
  })

  test('at a day in a later period, and taken back', async () => {
    const { gateway, id } = await halfway()
    const at = iso(JUNE + 60 * DAY)
    const ending = await gateway.cancelSubscription(
      { subscriptionStripeId: id, kind: 'at', at, proration: 'none' },
      'req_1/cancel/1',
    )
    expect(ending).toMatchObject({ isCancelAtPeriodEnd: false, cancelAt: at })
    const going = await gateway.undoCancel({ subscriptionStripeId: id, kind: 'at' }, 'req_2/undo/1')
    expect(going.cancelAt).toBeNull()
  })
})
