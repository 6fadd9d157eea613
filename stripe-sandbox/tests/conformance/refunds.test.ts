import { expect, it } from 'vitest'
import { chargeOf, eventsOf, payOnce } from './payment-support.ts'
import { rules } from './rules.ts'
import { DAY, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** Refunds of card payments (docs: "Refund and cancel payments", "Testing": refunds; SDK, Refund, Charge). */
const bench = await openBench()

const paid = async (amount: number, method = 'pm_card_visa') => {
  const day = await openDay(bench)
  const { id } = await payOnce(day, amount, { payment_method: method, customer: day.customer })
  return { ...day, intent: id, charge: (await chargeOf(day, id)).id }
}

rules(
  'SDK, Refund create: a Charge or a PaymentIntent; in part, several times, until all is refunded',
  'a refund',
  () => {
    it('gives back everything unless an amount is named', async () => {
      const { stripe, charge, intent, customer } = await paid(4000)
      expect(await stripe.refunds.create({ charge })).toMatchObject({
        amount: 4000,
        balance_transaction: null,
        charge,
        currency: 'usd',
        customer,
        payment_intent: intent,
        status: 'succeeded',
      })
      expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 4000, refunded: true })
    })

    it('of parts adds up: 1500 and 1000 of 4000 leave 1500', async () => {
      const { stripe, charge, intent } = await paid(4000)
      await stripe.refunds.create({ charge, amount: 1500 })
      await stripe.refunds.create({ payment_intent: intent, amount: 1000 })
      expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 2500, refunded: false })
      const last = await stripe.refunds.create({ charge })
      expect(last.amount).toBe(1500)
      expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 4000, refunded: true })
    })

    it.each([
      [4000, 0, 4001],
      [4000, 3999, 2],
      [50, 20, 31],
    ])('of %d, after %d, is never %d', async (amount, before, asked) => {
      const { stripe, charge } = await paid(amount)
      if (before > 0) await stripe.refunds.create({ charge, amount: before })
      const refusal = await refusalOf(stripe.refunds.create({ charge, amount: asked }))
      expect(refusal).toMatchObject({ statusCode: 400, param: 'amount' })
      expect((await stripe.charges.retrieve(charge)).amount_refunded).toBe(before)
    })

    it('of what is refunded already is an error of its own', async () => {
      const { stripe, charge } = await paid(4000)
      await stripe.refunds.create({ charge })
      expect(await refusalOf(stripe.refunds.create({ charge }))).toMatchObject({ code: 'charge_already_refunded' })
    })

    it('needs a payment that succeeded', async () => {
      const day = await openDay(bench)
      await refusalOf(payOnce(day, 900, { payment_method: 'pm_card_chargeDeclined' }))
      const [intent] = (await day.stripe.paymentIntents.list()).data
      const byIntent = day.stripe.refunds.create({ payment_intent: intent?.id ?? '' })
      expect(await refusalOf(byIntent)).toMatchObject({ statusCode: 400, param: 'payment_intent' })
      const { id } = await chargeOf(day, intent?.id ?? '')
      expect((await refusalOf(day.stripe.refunds.create({ charge: id }))).statusCode).toBe(400)
      expect(await refusalOf(day.stripe.refunds.create({}))).toMatchObject({ code: 'parameter_missing' })
    })

    it('names the charge or the intent, not both', async () => {
      const { stripe, charge, intent } = await paid(4000)
      const asked = stripe.refunds.create({ charge, payment_intent: intent })
      expect(await refusalOf(asked)).toMatchObject({ statusCode: 400, code: 'parameters_exclusive' })
    })
  },
)

rules('docs, "Types of events": refund.created, charge.refunded; SDK, Charge.refunds', 'what a refund tells', () => {
  it('is an event of its own and one of the charge, which shows what it had refunded before', async () => {
    const day = await paid(4000)
    await day.stripe.refunds.create({ charge: day.charge, amount: 1500 })
    await day.stripe.refunds.create({ charge: day.charge, amount: 2500 })
    expect(await eventsOf(day, 'refund.')).toEqual(['refund.created', 'refund.created'])
    const { data } = await day.stripe.events.list({ type: 'charge.refunded' })
    expect(data[0]?.data.previous_attributes).toEqual({ amount_refunded: 1500, refunded: false })
    expect(data[1]?.data.previous_attributes).toEqual({ amount_refunded: 0 })
  })

  it('stands on the charge when it is asked for, newest first', async () => {
    const { stripe, charge } = await paid(4000)
    for (const amount of [100, 200]) await stripe.refunds.create({ charge, amount })
    expect(await stripe.charges.retrieve(charge)).not.toHaveProperty('refunds')
    const { refunds } = await stripe.charges.retrieve(charge, { expand: ['refunds'] })
    expect(refunds?.data.map(({ amount }) => amount)).toEqual([200, 100])
  })

  it('is listed by charge and by intent, page by page', async () => {
    const { stripe, charge, intent } = await paid(4000)
    for (const amount of [100, 200, 300]) await stripe.refunds.create({ charge, amount })
    const first = await stripe.refunds.list({ charge, limit: 2 })
    expect(first).toMatchObject({ has_more: true, data: [{ amount: 300 }, { amount: 200 }] })
    const rest = await stripe.refunds.list({ payment_intent: intent, starting_after: first.data[1]?.id ?? '' })
    expect(rest).toMatchObject({ has_more: false, data: [{ amount: 100 }] })
  })

  it('keeps its metadata and reason; only metadata can change', async () => {
    const { stripe, charge } = await paid(4000)
    const { id } = await stripe.refunds.create({ charge, reason: 'duplicate', metadata: { case: '7' } })
    expect(await stripe.refunds.update(id, { metadata: { note: 'x' } })).toMatchObject({
      reason: 'duplicate',
      metadata: { case: '7', note: 'x' },
    })
    const [event] = (await stripe.events.list({ type: 'refund.updated' })).data
    expect(event?.data.previous_attributes).toEqual({ metadata: { note: null } })
  })
})

rules('SDK, Refund cancel: only those that require action', 'cancelling a refund', () => {
  it('is refused: no card makes its owner act', async () => {
    const { stripe, charge } = await paid(4000)
    const { id } = await stripe.refunds.create({ charge })
    expect((await refusalOf(stripe.refunds.cancel(id))).statusCode).toBe(400)
    expect((await stripe.refunds.retrieve(id)).status).toBe('succeeded')
  })
})

rules('docs, "Testing": refunds that succeed or fail later', 'a refund that takes its time', () => {
  it('is pending first and succeeds later', async () => {
    const day = await paid(4000, 'pm_card_pendingRefund')
    const { id, ...refund } = await day.stripe.refunds.create({ charge: day.charge })
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' })
    expect((await day.stripe.charges.retrieve(day.charge)).amount_refunded).toBe(4000)
    day.control.advanceTo(JUNE + 2 * DAY)
    const ended = await day.stripe.refunds.retrieve(id)
    expect(ended.status).toBe('succeeded')
    expect(ended).not.toHaveProperty('pending_reason')
    expect(await eventsOf(day, 'refund.')).toEqual(['refund.created', 'refund.updated'])
  })

  it('succeeds first and fails later; it can then be made good', async () => {
    const day = await paid(4000, 'pm_card_refundFail')
    const { id, status } = await day.stripe.refunds.create({ charge: day.charge, amount: 4000 })
    expect(status).toBe('succeeded')
    day.control.advanceTo(JUNE + 2 * DAY)
    expect(await day.stripe.refunds.retrieve(id)).toMatchObject({ status: 'failed', failure_reason: 'unknown' })
    expect(await eventsOf(day, 'refund.')).toEqual(['refund.created', 'refund.updated', 'refund.failed'])
    expect(await day.stripe.charges.retrieve(day.charge)).toMatchObject({ amount_refunded: 0, refunded: false })
  })
})
