import { Stripe } from 'stripe'
import type { MeteredLine, MeteredLineWish, Metering, MeterFacts, SoldItem } from '../../ports/meter-facts.ts'
import { linesOf } from './read-invoices.ts'
import { listWhole } from './list-whole.ts'
import { type Products, readSold } from './read-plans.ts'
import { ask, askForOne, expectList, expectObject, idOf, isoOf } from './stripe-call.ts'
import { once, secondsOf } from './write-options.ts'

const customerMetadataOf = (customer: Stripe.Subscription['customer']): Stripe.Metadata =>
  typeof customer === 'string' || customer.deleted ? {} : customer.metadata

const toItems = (row: Stripe.Subscription, products: Products): SoldItem[] =>
  row.items.data.map((item) => {
    const productStripeId = idOf(item.price.product) ?? ''
    const product = products.get(productStripeId)
    return {
      stripeId: item.id,
      subscriptionStripeId: row.id,
      customerStripeId: idOf(row.customer) ?? '',
      metadata: row.metadata,
      customerMetadata: customerMetadataOf(row.customer),
      priceStripeId: item.price.id,
      productStripeId,
      productName: product?.name ?? item.price.nickname ?? item.price.id,
      priceMetadata: item.price.metadata,
      productMetadata: product?.metadata ?? {},
      meterStripeId: idOf(item.price.recurring?.meter),
      startsAt: isoOf(item.current_period_start),
      endsAt: isoOf(item.current_period_end),
    }
  })

const toMeter = (meter: Stripe.Billing.Meter): MeterFacts => ({
  stripeId: meter.id,
  eventName: meter.event_name,
  formula: meter.default_aggregation.formula,
  isActive: meter.status === 'active',
  customerKey: meter.customer_mapping.event_payload_key,
  valueKey: meter.value_settings.event_payload_key,
})

/** A line of use names its item; one that was made when the subscription was cut short only its price. */
const isOfItem = ({ parent, pricing }: Stripe.InvoiceLineItem, wish: MeteredLineWish): boolean => {
  const item = parent?.subscription_item_details?.subscription_item
  return item === undefined ? idOf(pricing?.price_details?.price) === wish.priceStripeId : item === wish.itemStripeId
}

/** A period begins with a line of nothing in the classic mode; use is billed once it is over, or there is some. */
const isLineOf = (invoice: Stripe.Invoice, line: Stripe.InvoiceLineItem, wish: MeteredLineWish): boolean => {
  const [from, to] = [secondsOf(wish.startsAt), secondsOf(wish.endsAt)]
  const { start, end } = line.period
  const isWithin = start >= from && end > from && end <= to
  return isWithin && isOfItem(line, wish) && (invoice.created >= to || (line.quantity ?? 0) > 0)
}

const findMeteredLine = async (client: Stripe, wish: MeteredLineWish): Promise<MeteredLine | null> => {
  const { subscriptionStripeId: subscription } = wish
  const created = { gte: secondsOf(wish.startsAt) }
  const invoices = await listWhole(() => client.invoices.list({ subscription, created, limit: 100 }))
  for (const invoice of invoices.filter(({ status }) => status !== 'void')) {
    const lines = (await ask(() => linesOf(client, invoice))).filter((each) => isLineOf(invoice, each, wish))
    if (lines.length === 0) continue
    return {
      invoiceStripeId: invoice.id,
      invoiceNumber: invoice.number,
      invoiceStatus: invoice.status ?? 'draft',
      // Tiers have a line each.
      amount: lines.reduce((sum, { amount }) => sum + amount, 0),
      currency: invoice.currency,
      quantity: lines.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0),
    }
  }
  return null
}

/** Stripe names the parameter of an identifier that it has seen before; ours is never wrong in another way. */
const isTaken = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.param === 'identifier'

const writes = (client: Stripe): Pick<Metering, 'createMeterEvent'> => ({
  createMeterEvent: ({ eventName: event_name, payload, identifier, at }) =>
    ask(async () => {
      const params = { event_name, payload: { ...payload }, identifier, timestamp: secondsOf(at) }
      try {
        // A key of what it says: one name with two contents is told to be taken, not to be a mistake of ours.
        const key = [identifier, params.timestamp, ...Object.values(payload)].join('/')
        expectObject(await client.billing.meterEvents.create(params, once(key)), 'billing.meter_event')
        return 'made'
      } catch (error) {
        if (isTaken(error)) return 'taken'
        throw error
      }
    }),
})

/** What is sold by use, and what Stripe was told of it. */
export const metering = (client: Stripe): Metering => ({
  ...writes(client),
  listSoldItems: async (startingAfter) => {
    const from = startingAfter === null ? {} : { starting_after: startingAfter }
    const page = await ask(() => client.subscriptions.list({ limit: 100, expand: ['data.customer'], ...from }))
    const rows = expectList(page)
    const products = await readSold(client, rows)
    return {
      rows: await ask(async () => rows.flatMap((row) => toItems(row, products))),
      nextAfter: page.has_more ? (rows.at(-1)?.id ?? null) : null,
    }
  },
  readSoldItems: async (id) => {
    const row = await askForOne(() => client.subscriptions.retrieve(id, { expand: ['customer'] }))
    if (row === null || row.status === 'canceled' || row.status === 'incomplete_expired') return []
    const products = await readSold(client, [expectObject(row, 'subscription')])
    return ask(async () => toItems(row, products))
  },
  readMeter: async (id) => {
    const meter = await askForOne(() => client.billing.meters.retrieve(id))
    return meter && ask(async () => toMeter(expectObject(meter, 'billing.meter')))
  },
  readMeterSummary: async ({ meterStripeId, customerStripeId: customer, from, to }) => {
    const span = { customer, start_time: secondsOf(from), end_time: secondsOf(to) }
    const rows = expectList(await ask(() => client.billing.meters.listEventSummaries(meterStripeId, span)))
    return rows[0]?.aggregated_value ?? 0
  },
  findMeteredLine: (wish) => findMeteredLine(client, wish),
})
