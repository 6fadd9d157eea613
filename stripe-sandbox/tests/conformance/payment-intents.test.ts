import { expect, it } from 'vitest'
import { chargeOf, eventsOf, payOnce } from './payment-support.ts'
import { rules } from './rules.ts'
import { DAY, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** Payment intents by card (docs: "How PaymentIntents work"; SDK, PaymentIntent, Charge and their parameters). */
const bench = await openBench()

rules('docs, "How PaymentIntents work": statuses; SDK, PaymentIntent', 'an intent', () => {
  it('asks for a method, then for its confirmation, then succeeds with a charge of all', async () => {
    const day = await openDay(bench)
    const { stripe } = day
    const made = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd', customer: day.customer })
    expect(made).toMatchObject({ status: 'requires_payment_method', amount_received: 0, latest_charge: null })
    expect(made.client_secret).toMatch(new RegExp(`^${made.id}_secret_`))
    const named = await stripe.paymentIntents.update(made.id, { payment_method: 'pm_card_visa' })
    expect(named.status).toBe('requires_confirmation')
    expect(await stripe.paymentIntents.confirm(made.id)).toMatchObject({ status: 'succeeded', amount_received: 2000 })
    expect(await chargeOf(day, made.id)).toMatchObject({
      amount: 2000,
      amount_captured: 2000,
      amount_refunded: 0,
      captured: true,
      customer: day.customer,
      paid: true,
      payment_intent: made.id,
      status: 'succeeded',
      payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242' } },
    })
    expect(await eventsOf(day, 'payment_intent.')).toEqual(['payment_intent.created', 'payment_intent.succeeded'])
  })

  it('is collected once: a second confirmation is refused', async () => {
    const day = await openDay(bench)
    const { id } = await payOnce(day, 1500)
    const again = day.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
    expect(await refusalOf(again)).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' })
    expect((await day.stripe.charges.list({ payment_intent: id })).data).toHaveLength(1)
  })

  it('needs a method, and one of its own customer', async () => {
    const day = await openDay(bench)
    const { id } = await day.stripe.paymentIntents.create({ amount: 700, currency: 'usd' })
    expect((await refusalOf(day.stripe.paymentIntents.confirm(id))).statusCode).toBe(400)
    const [own] = (await day.stripe.paymentMethods.list({ customer: day.customer })).data
    expect(await refusalOf(payOnce(day, 700, { payment_method: own?.id ?? '' }))).toMatchObject({
      statusCode: 400,
      param: 'payment_method',
    })
    const paid = await payOnce(day, 700, { payment_method: own?.id ?? '', customer: day.customer })
    expect(paid.status).toBe('succeeded')
  })

  it('is found by customer and shows its charge when asked', async () => {
    const day = await openDay(bench)
    const { id } = await payOnce(day, 900, { customer: day.customer })
    await payOnce(day, 901)
    const { data } = await day.stripe.paymentIntents.list({ customer: day.customer, expand: ['data.latest_charge'] })
    expect(data.map((one) => one.id)).toEqual([id])
    expect(data[0]?.latest_charge).toMatchObject({ object: 'charge', amount: 900 })
  })
})

rules(
  'docs, "Supported currencies": minimum and maximum amounts; SDK, PaymentIntentCreateParams.amount',
  'amounts',
  () => {
    // 0.50 USD and 50 JPY are the least; eight digits are the most.
    it.each([
      [49, 'usd', 'amount_too_small'],
      [49, 'jpy', 'amount_too_small'],
      [100_000_000, 'usd', 'amount_too_large'],
      [0, 'usd', 'parameter_invalid_integer'],
    ])('%d %s: %s', async (amount, currency, code) => {
      const day = await openDay(bench)
      expect(await refusalOf(day.stripe.paymentIntents.create({ amount, currency }))).toMatchObject({ code })
    })

    it.each([
      [50, 'usd'],
      [99_999_999, 'usd'],
      [30, 'gbp'],
    ])('%d %s can be paid', async (amount, currency) => {
      const day = await openDay(bench)
      expect(await payOnce(day, amount, { currency })).toMatchObject({ amount_received: amount })
    })
  },
)

rules('docs, "Testing": declined payments; SDK, PaymentIntent.last_payment_error', 'a declined card', () => {
  it.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedExpiredCard', 'expired_card', ''],
    ['pm_card_chargeCustomerFail', 'card_declined', 'generic_decline'],
  ])('%s leaves %s on the intent, and a failed charge', async (method, code, decline) => {
    const day = await openDay(bench)
    const refusal = await refusalOf(payOnce(day, 1200, { payment_method: method }))
    expect(refusal).toMatchObject({ statusCode: 402, type: 'StripeCardError', code, decline_code: decline })
    const [intent] = (await day.stripe.paymentIntents.list()).data
    expect(intent).toMatchObject({
      amount_received: 0,
      payment_method: null,
      status: 'requires_payment_method',
      last_payment_error: { code, type: 'card_error', charge: intent?.latest_charge },
    })
    expect(refusal.payment_intent?.id).toBe(intent?.id)
    expect(await chargeOf(day, intent?.id ?? '')).toMatchObject({
      amount_captured: 0,
      failure_code: code,
      outcome: { network_status: 'declined_by_network', type: 'issuer_declined' },
      paid: false,
      status: 'failed',
    })
    expect(await eventsOf(day, 'charge.')).toEqual(['charge.failed'])
  })

  it('can be followed by one that pays, which clears the error', async () => {
    const day = await openDay(bench)
    await refusalOf(payOnce(day, 1200, { payment_method: 'pm_card_chargeDeclined' }))
    const [failed] = (await day.stripe.paymentIntents.list()).data
    const paid = await day.stripe.paymentIntents.confirm(failed?.id ?? '', { payment_method: 'pm_card_visa' })
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null })
    const charges = (await day.stripe.charges.list({ payment_intent: paid.id })).data
    expect(charges.map(({ status }) => status)).toEqual(['succeeded', 'failed'])
  })
})

rules('docs, "Place a hold on a payment method"; SDK, PaymentIntent capture and cancel', 'a held payment', () => {
  const held = async (amount: number) => {
    const day = await openDay(bench)
    return { ...day, intent: await payOnce(day, amount, { capture_method: 'manual' }) }
  }

  it('takes nothing until it is captured', async () => {
    const day = await held(5000)
    expect(day.intent).toMatchObject({ status: 'requires_capture', amount_capturable: 5000, amount_received: 0 })
    expect(await chargeOf(day, day.intent.id)).toMatchObject({ captured: false, amount_captured: 0, paid: true })
    expect(await day.stripe.paymentIntents.capture(day.intent.id)).toMatchObject({
      amount_capturable: 0,
      amount_received: 5000,
      status: 'succeeded',
    })
  })

  it('can be captured in part, 3000 of 5000, and only that can be refunded', async () => {
    const day = await held(5000)
    const { id } = await day.stripe.paymentIntents.capture(day.intent.id, { amount_to_capture: 3000 })
    expect(await chargeOf(day, id)).toMatchObject({ amount: 5000, amount_captured: 3000, captured: true })
    expect((await refusalOf(day.stripe.refunds.create({ payment_intent: id, amount: 3001 }))).param).toBe('amount')
    expect((await day.stripe.refunds.create({ payment_intent: id })).amount).toBe(3000)
  })

  it('is never captured beyond what is held', async () => {
    const { stripe, intent } = await held(5000)
    const asked = stripe.paymentIntents.capture(intent.id, { amount_to_capture: 5001 })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 400, param: 'amount_to_capture' })
  })

  it('is let go when it is cancelled: all of it is refunded', async () => {
    const day = await held(5000)
    const canceled = await day.stripe.paymentIntents.cancel(day.intent.id, { cancellation_reason: 'duplicate' })
    expect(canceled).toMatchObject({ status: 'canceled', cancellation_reason: 'duplicate', amount_capturable: 0 })
    expect(await chargeOf(day, canceled.id)).toMatchObject({ amount_refunded: 5000, captured: false, refunded: true })
  })

  it('is let go after seven days', async () => {
    const day = await held(5000)
    day.control.advanceTo(JUNE + 7 * DAY - 60)
    expect((await day.stripe.paymentIntents.retrieve(day.intent.id)).status).toBe('requires_capture')
    day.control.advanceTo(JUNE + 7 * DAY + 60)
    expect((await day.stripe.paymentIntents.retrieve(day.intent.id)).status).toBe('canceled')
    const [refund] = (await day.stripe.refunds.list({ payment_intent: day.intent.id })).data
    expect(refund).toMatchObject({ amount: 5000, reason: 'expired_uncaptured_charge' })
    expect(await eventsOf(day, 'charge.')).toContain('charge.expired')
  })

  it('cannot be cancelled once it has succeeded', async () => {
    const day = await openDay(bench)
    const { id } = await payOnce(day, 800)
    const refusal = await refusalOf(day.stripe.paymentIntents.cancel(id))
    expect(refusal).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' })
  })
})

rules('SDK, PaymentIntentCreateParams', 'what is not built', () => {
  it.each([
    ['setup_future_usage', { setup_future_usage: 'off_session' as const }],
    ['allowed_payment_method_types', { allowed_payment_method_types: ['klarna' as const] }],
    ['transfer_group', { transfer_group: 'x' }],
  ])('%s is refused by name', async (param, params) => {
    const day = await openDay(bench)
    expect(await refusalOf(payOnce(day, 1000, params))).toMatchObject({ statusCode: 501, param })
  })

  it('and so is the balance of the account', async () => {
    const day = await openDay(bench)
    const { id, balance_transaction: balance } = await chargeOf(day, (await payOnce(day, 1000)).id)
    expect(balance).toBeNull()
    const asked = day.stripe.charges.retrieve(id, { expand: ['balance_transaction'] })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 501, param: 'expand' })
  })
})
