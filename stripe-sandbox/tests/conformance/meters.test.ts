import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { DAY, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/**
 * Meters (docs: "Record usage", "Configure a meter", "Compare classic and flexible billing mode"; SDK comments on
 * MeterEvent): events of the period that has ended are aggregated and billed with the next invoice.
 */
const bench = await openBench()

type Formula = 'count' | 'last' | 'sum'

const openMeter = async (formula: Formula = 'sum') => {
  const day = await openDay(bench)
  const meter = await day.stripe.billing.meters.create({
    display_name: 'Calls',
    event_name: 'calls',
    default_aggregation: { formula },
  })
  const report = (value: number, at?: number, identifier?: string): Promise<Stripe.Billing.MeterEvent> =>
    day.stripe.billing.meterEvents.create({
      event_name: 'calls',
      payload: { stripe_customer_id: day.customer, value: String(value) },
      ...(at === undefined ? {} : { timestamp: at }),
      ...(identifier === undefined ? {} : { identifier }),
    })
  const metered = async (amount: number, params: Partial<Stripe.PriceCreateParams> = {}): Promise<string> =>
    (
      await day.stripe.prices.create({
        product: day.product,
        currency: 'usd',
        ...(params.billing_scheme === undefined ? { unit_amount: amount } : {}),
        recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
        ...params,
      })
    ).id
  return { ...day, meter, report, metered }
}

rules('SDK, Billing.Meter create, deactivate, reactivate', 'a meter', () => {
  it('listens with the documented defaults', async () => {
    const { meter } = await openMeter()
    expect(meter).toMatchObject({
      status: 'active',
      customer_mapping: { event_payload_key: 'stripe_customer_id', type: 'by_id' },
      value_settings: { event_payload_key: 'value' },
    })
  })

  it('is the only active one for its event name', async () => {
    const { stripe, meter } = await openMeter()
    const again = { display_name: 'B', event_name: 'calls', default_aggregation: { formula: 'sum' as const } }
    expect(await refusalOf(stripe.billing.meters.create(again))).toMatchObject({ param: 'event_name' })
    await stripe.billing.meters.deactivate(meter.id)
    expect(await stripe.billing.meters.create(again)).toMatchObject({ status: 'active' })
  })

  it('takes no events once deactivated, and does again once reactivated', async () => {
    const { stripe, meter, report } = await openMeter()
    expect((await stripe.billing.meters.deactivate(meter.id)).status).toBe('inactive')
    expect(await refusalOf(report(1))).toMatchObject({ param: 'event_name' })
    expect((await stripe.billing.meters.reactivate(meter.id)).status_transitions.deactivated_at).toBeNull()
    expect((await report(1)).object).toBe('billing.meter_event')
  })

  it('is listed by status', async () => {
    const { stripe, meter } = await openMeter()
    expect((await stripe.billing.meters.list({ status: 'active' })).data.map(({ id }) => id)).toEqual([meter.id])
    expect((await stripe.billing.meters.list({ status: 'inactive' })).data).toEqual([])
  })
})

rules('SDK, Billing.Meter.default_aggregation, MeterEventSummary', 'aggregation', () => {
  it.each([
    ['sum', 12], // 3 + 7 + 2
    ['count', 3],
    ['last', 2], // the latest by time, although it was reported second
  ] as const)('by %s of 3, 7 and 2 is %d', async (formula, expected) => {
    const { stripe, meter, customer, report, control } = await openMeter(formula)
    control.advanceTo(JUNE + 600)
    await report(3, JUNE + 60)
    await report(2, JUNE + 300)
    await report(7, JUNE + 120)
    const { data } = await stripe.billing.meters.listEventSummaries(meter.id, {
      customer,
      start_time: JUNE,
      end_time: JUNE + 600,
    })
    expect(data[0]).toMatchObject({ aggregated_value: expected, meter: meter.id })
  })

  it('includes the start of its span and not the end', async () => {
    const { stripe, meter, customer, report, control } = await openMeter()
    control.advanceTo(JUNE + 600)
    await report(1, JUNE + 60)
    await report(10, JUNE + 120)
    const { data } = await stripe.billing.meters.listEventSummaries(meter.id, {
      customer,
      start_time: JUNE + 60,
      end_time: JUNE + 120,
    })
    expect(data[0]?.aggregated_value).toBe(1)
  })

  it('wants spans on whole minutes', async () => {
    const { stripe, meter, customer } = await openMeter()
    const asked = { customer, start_time: JUNE + 1, end_time: JUNE + 60 }
    expect(await refusalOf(stripe.billing.meters.listEventSummaries(meter.id, asked))).toMatchObject({
      param: 'start_time',
    })
  })
})

rules('SDK, Billing.MeterEvent create', 'a meter event', () => {
  it.each([
    [35 * DAY, true],
    [35 * DAY + 1, false],
    [-300, true],
    [-301, false],
  ])('of %d seconds ago is taken: %s', async (age, isTaken) => {
    const { report } = await openMeter()
    const sent = report(1, JUNE - age)
    if (isTaken) expect((await sent).timestamp).toBe(JUNE - age)
    else expect(await refusalOf(sent)).toMatchObject({ param: 'timestamp', statusCode: 400 })
  })

  it('is refused when its identifier was used within a day', async () => {
    const { report, control } = await openMeter()
    await report(1, undefined, 'same')
    control.advanceTo(JUNE + DAY - 1)
    expect(await refusalOf(report(1, undefined, 'same'))).toMatchObject({ param: 'identifier', statusCode: 400 })
  })

  it('gets an identifier of its own when it has none', async () => {
    const { report } = await openMeter()
    expect((await report(1)).identifier).not.toBe((await report(1)).identifier)
  })

  it.each([
    [{ value: '1' }, 'no customer'],
    [{ stripe_customer_id: 'cus_missing', value: '1' }, 'an unknown customer'],
  ])('with %o is refused for %s', async (payload, _name) => {
    const { stripe } = await openMeter()
    const sent = stripe.billing.meterEvents.create({ event_name: 'calls', payload })
    expect(await refusalOf(sent)).toMatchObject({ param: 'payload', statusCode: 400 })
  })

  it('without a value is refused', async () => {
    const { stripe, customer } = await openMeter()
    const payload = { stripe_customer_id: customer }
    expect(await refusalOf(stripe.billing.meterEvents.create({ event_name: 'calls', payload }))).toMatchObject({
      param: 'payload',
    })
  })
})

rules('docs, "Record usage": billed in arrears, with the next invoice', 'a metered price', () => {
  it('needs a meter', async () => {
    const { stripe, product } = await openDay(bench)
    const asked = stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount: 1,
      recurring: { interval: 'month', usage_type: 'metered' },
    })
    expect(await refusalOf(asked)).toMatchObject({ param: 'recurring[meter]' })
  })

  it('begins without an invoice in flexible mode', async () => {
    const { stripe, customer, metered } = await openMeter()
    const made = await stripe.subscriptions.create({ customer, items: [{ price: await metered(5) }] })
    expect(made).toMatchObject({ status: 'active', latest_invoice: null })
    expect(await invoicesOf(stripe, customer)).toEqual([])
  })

  it('bills the usage of the period that ended: 40 × 5', async () => {
    const { stripe, customer, metered, report, control } = await openMeter()
    await stripe.subscriptions.create({ customer, items: [{ price: await metered(5) }] })
    control.advanceTo(JUNE + 10 * DAY)
    await report(15)
    await report(25)
    control.advanceTo(JUNE + 31 * DAY)
    expect((await invoicesOf(stripe, customer)).map(({ total }) => total)).toEqual([200])
  })

  it('counts each event in its own period: 100 × 1 in June, 200 × 1 in July', async () => {
    const { stripe, customer, metered, report, control } = await openMeter()
    await stripe.subscriptions.create({ customer, items: [{ price: await metered(1) }] })
    await report(100)
    control.advanceTo(JUNE + 30 * DAY)
    await report(200)
    control.advanceTo(JUNE + 62 * DAY)
    expect((await invoicesOf(stripe, customer)).map(({ total }) => total)).toEqual([100, 200])
  })

  it('stands beside a licensed one that is billed ahead: 1000, then 1000 + 7 × 10', async () => {
    const { stripe, customer, metered, monthly, report, control } = await openMeter()
    await stripe.subscriptions.create({
      customer,
      items: [{ price: await monthly(1000) }, { price: await metered(10) }],
    })
    await report(7)
    control.advanceTo(JUNE + 31 * DAY)
    expect((await invoicesOf(stripe, customer)).map(({ total }) => total)).toEqual([1000, 1070])
  })

  it('is previewed with the usage so far: 12 × 5', async () => {
    const { stripe, customer, metered, report } = await openMeter()
    await stripe.subscriptions.create({ customer, items: [{ price: await metered(5) }] })
    await report(12)
    expect((await stripe.invoices.createPreview({ customer })).total).toBe(60)
  })

  it('in graduated tiers: 5 × 100 + 3 × 50', async () => {
    const { stripe, customer, metered, report, control } = await openMeter()
    const price = await metered(0, {
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [
        { up_to: 5, unit_amount: 100 },
        { up_to: 'inf', unit_amount: 50 },
      ],
    })
    await stripe.subscriptions.create({ customer, items: [{ price }] })
    await report(8)
    control.advanceTo(JUNE + 31 * DAY)
    expect((await invoicesOf(stripe, customer))[0]?.total).toBe(650)
  })

  it('in packs: 250 units in packs of 100, rounded up, at 80', async () => {
    const { stripe, customer, metered, report, control } = await openMeter()
    const price = await metered(80, { transform_quantity: { divide_by: 100, round: 'up' } })
    await stripe.subscriptions.create({ customer, items: [{ price }] })
    await report(250)
    control.advanceTo(JUNE + 31 * DAY)
    expect((await invoicesOf(stripe, customer))[0]?.total).toBe(240)
  })
})
