import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { withBadCard } from './life-support.ts'
import { rules } from './rules.ts'
import { DAY, draftOf, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** An invoice's states (docs: "Invoice status transitions", "Invoice lifecycle"; SDK, Invoice). */
const bench = await openBench()

const draft = async (total = 5000) => {
  const day = await openDay(bench)
  return { ...day, id: (await draftOf(day, [total])).id }
}

/** A day whose customer can be reached. */
const openMailDay = async () => {
  const day = await openDay(bench)
  await day.stripe.customers.update(day.customer, { email: 'ap@example.com' })
  return day
}

rules('docs, "Invoice status transitions": draft; SDK, Invoice.customer_name', 'a draft', () => {
  it('has no number, no addresses and takes items', async () => {
    const { stripe, id } = await draft()
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: 'draft',
      number: null,
      hosted_invoice_url: null,
      invoice_pdf: null,
    })
  })

  it('names its customer as the customer is, and once final as the customer was', async () => {
    const { stripe, customer, id } = await draft()
    const taxId = { type: 'eu_vat', value: 'DE123456789' } as const
    await stripe.customers.update(customer, { name: 'Acme', email: 'ap@acme.example', address: { country: 'DE' } })
    await stripe.customers.createTaxId(customer, taxId)
    const acme = {
      customer_name: 'Acme',
      customer_email: 'ap@acme.example',
      customer_address: { country: 'DE' },
      customer_tax_ids: [taxId],
    }
    expect(await stripe.invoices.retrieve(id)).toMatchObject(acme)
    await stripe.invoices.finalizeInvoice(id)
    await stripe.customers.update(customer, { name: 'Acme Ltd', email: 'billing@acme.example' })
    expect(await stripe.invoices.retrieve(id)).toMatchObject(acme)
  })

  it('can be deleted; once final it can only be voided', async () => {
    const { stripe, id } = await draft()
    await stripe.invoices.finalizeInvoice(id)
    expect((await refusalOf(stripe.invoices.del(id))).statusCode).toBe(400)
  })

  it('cannot be voided or marked uncollectible', async () => {
    const { stripe, id } = await draft()
    expect((await refusalOf(stripe.invoices.voidInvoice(id))).statusCode).toBe(400)
    expect((await refusalOf(stripe.invoices.markUncollectible(id))).statusCode).toBe(400)
  })
})

rules('docs, "Invoice status transitions": open; SDK, Invoice.number', 'an open invoice', () => {
  it('is numbered in its customer’s sequence', async () => {
    const day = await openDay(bench)
    const numbers: (string | null)[] = []
    for (const total of [1000, 2000, 3000]) {
      const { id } = await draftOf(day, [total])
      numbers.push((await day.stripe.invoices.finalizeInvoice(id)).number)
    }
    expect(numbers.map((number) => number?.slice(-4))).toEqual(['0001', '0002', '0003'])
    expect(new Set(numbers.map((number) => number?.slice(0, -5))).size).toBe(1)
  })

  it('takes no more items and no second finalisation', async () => {
    const { stripe, customer, id } = await draft()
    await stripe.invoices.finalizeInvoice(id)
    const item = stripe.invoiceItems.create({ customer, invoice: id, amount: 1, currency: 'usd' })
    expect(await refusalOf(item)).toMatchObject({ code: 'invoice_not_editable' })
    expect((await refusalOf(stripe.invoices.finalizeInvoice(id))).statusCode).toBe(400)
  })

  it.each([
    ['void', 'voidInvoice'],
    ['uncollectible', 'markUncollectible'],
  ] as const)('becomes %s', async (status, verb) => {
    const { stripe, id } = await draft()
    await stripe.invoices.finalizeInvoice(id)
    expect((await stripe.invoices[verb](id)).status).toBe(status)
  })

  it('becomes paid by its customer’s method', async () => {
    const { stripe, id } = await draft(1234)
    await stripe.invoices.finalizeInvoice(id)
    expect(await stripe.invoices.pay(id)).toMatchObject({ status: 'paid', amount_paid: 1234, attempt_count: 1 })
  })
})

rules('docs, "Invoice status transitions": paid and void are final', 'an end is an end', () => {
  it('a paid invoice cannot be voided, marked or paid again', async () => {
    const { stripe, id } = await draft()
    await stripe.invoices.pay(id)
    expect((await refusalOf(stripe.invoices.voidInvoice(id))).statusCode).toBe(400)
    expect((await refusalOf(stripe.invoices.markUncollectible(id))).statusCode).toBe(400)
    expect((await refusalOf(stripe.invoices.pay(id))).statusCode).toBe(400)
  })

  it('a void invoice cannot be paid', async () => {
    const { stripe, id } = await draft()
    await stripe.invoices.finalizeInvoice(id)
    await stripe.invoices.voidInvoice(id)
    expect((await refusalOf(stripe.invoices.pay(id))).statusCode).toBe(400)
  })
})

rules('support, "Invoice States": uncollectible becomes void or paid', 'an uncollectible invoice', () => {
  const givenUp = async () => {
    const opened = await draft()
    await opened.stripe.invoices.finalizeInvoice(opened.id)
    await opened.stripe.invoices.markUncollectible(opened.id)
    return opened
  }

  it('becomes void', async () => {
    const { stripe, id } = await givenUp()
    expect((await stripe.invoices.voidInvoice(id)).status).toBe('void')
  })

  it('becomes paid, by other means too', async () => {
    const { stripe, id } = await givenUp()
    const paid = await stripe.invoices.pay(id, { paid_out_of_band: true })
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 5000, attempt_count: 0 })
  })

  it('takes no lines and is not marked twice', async () => {
    const { stripe, id } = await givenUp()
    expect((await refusalOf(stripe.invoices.addLines(id, { lines: [{ amount: 1 }] }))).code).toBe(
      'invoice_not_editable',
    )
    expect((await refusalOf(stripe.invoices.markUncollectible(id))).statusCode).toBe(400)
  })
})

rules('API reference, "Send an invoice"; "Send customer emails"', 'sending', () => {
  const sent = async (params: Stripe.InvoiceCreateParams) => {
    const day = await openMailDay()
    const { id } = await draftOf(day, [5000], params)
    const send = () => day.stripe.invoices.sendInvoice(id)
    const events = async () => (await day.stripe.events.list({ type: 'invoice.sent' })).data
    return { ...day, id, send, events }
  }

  it('finalises a draft, and tells of each mail', async () => {
    const { send, events, id } = await sent({ collection_method: 'send_invoice', days_until_due: 30 })
    expect((await send()).status).toBe('open')
    await send()
    expect((await events()).map(({ data }) => data.object)).toMatchObject([{ id }, { id }])
  })

  it('may tell again of what is paid', async () => {
    const { stripe, send, events, id } = await sent({ collection_method: 'send_invoice' })
    await send()
    await stripe.invoices.pay(id, { paid_out_of_band: true })
    expect((await send()).status).toBe('paid')
    expect(await events()).toHaveLength(2)
  })

  it('is not for what is charged by itself', async () => {
    const { send, events } = await sent({})
    expect((await refusalOf(send())).statusCode).toBe(400)
    expect(await events()).toEqual([])
  })

  it('to nobody is refused by name', async () => {
    const { stripe, customer, send, events } = await sent({ collection_method: 'send_invoice' })
    await stripe.customers.update(customer, { email: '' })
    expect(await refusalOf(send())).toMatchObject({ statusCode: 501 })
    expect(await events()).toEqual([])
  })
})

rules('SDK, Invoice.collection_method, days_until_due, due_date', 'a sent invoice', () => {
  it.each([0, 1, 14, 30])('is due %d days after it was finalised', async (days) => {
    const day = await openMailDay()
    const { id } = await draftOf(day, [5000], { collection_method: 'send_invoice', days_until_due: days })
    day.control.advanceTo(JUNE + 2 * DAY)
    expect((await day.stripe.invoices.sendInvoice(id)).due_date).toBe(JUNE + (2 + days) * DAY)
  })

  it('is not charged by itself', async () => {
    const day = await openMailDay()
    const { id } = await draftOf(day, [5000], { collection_method: 'send_invoice', days_until_due: 3 })
    await day.stripe.invoices.sendInvoice(id)
    day.control.advanceTo(JUNE + 20 * DAY)
    expect(await day.stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', attempt_count: 0 })
  })

  it('cannot have both a due date and days', async () => {
    const { stripe, customer } = await openDay(bench)
    const asked = stripe.invoices.create({
      customer,
      collection_method: 'send_invoice',
      days_until_due: 3,
      due_date: JUNE + DAY,
    })
    expect((await refusalOf(asked)).statusCode).toBe(400)
  })
})

rules('docs, "Invoice lifecycle": drafts wait an hour', 'a subscription’s invoices', () => {
  it('come once a month, each for its own month', async () => {
    const day = await openDay(bench)
    await day.stripe.subscriptions.create({ customer: day.customer, items: [{ price: await day.monthly(1000) }] })
    day.control.advanceTo(JUNE + 62 * DAY)
    const periods = (await invoicesOf(day.stripe, day.customer)).map(({ lines }) => lines.data[0]?.period)
    // 1 June, 1 July, 1 August, 1 September.
    expect(periods).toEqual([
      { start: JUNE, end: JUNE + 30 * DAY },
      { start: JUNE + 30 * DAY, end: JUNE + 61 * DAY },
      { start: JUNE + 61 * DAY, end: JUNE + 92 * DAY },
    ])
  })

  it('wait an hour as drafts before they are charged', async () => {
    const day = await openDay(bench)
    await day.stripe.subscriptions.create({ customer: day.customer, items: [{ price: await day.monthly(1000) }] })
    day.control.advanceTo(JUNE + 30 * DAY + 3599)
    expect((await invoicesOf(day.stripe, day.customer))[1]?.status).toBe('draft')
    day.control.advanceTo(JUNE + 30 * DAY + 3600)
    expect((await invoicesOf(day.stripe, day.customer))[1]?.status).toBe('paid')
  })

  it('begin with nothing to pay in a trial and with the price after it', async () => {
    const day = await openDay(bench)
    await day.stripe.subscriptions.create({
      customer: day.customer,
      items: [{ price: await day.monthly(1000) }],
      trial_period_days: 7,
    })
    day.control.advanceTo(JUNE + 8 * DAY)
    expect((await invoicesOf(day.stripe, day.customer)).map(({ total }) => total)).toEqual([0, 1000])
  })
})

rules('SDK, Subscription.status: incomplete', 'a first invoice that is not paid', () => {
  it('is void after 23 hours, and its subscription never began', async () => {
    const day = await openDay(bench)
    await withBadCard(day)
    const items = [{ price: await day.monthly(1000) }]
    const params = { customer: day.customer, items, payment_behavior: 'default_incomplete' } as const
    const { id } = await day.stripe.subscriptions.create(params)
    day.control.advanceTo(JUNE + 23 * 3600)
    expect((await day.stripe.subscriptions.retrieve(id)).status).toBe('incomplete_expired')
    expect((await invoicesOf(day.stripe, day.customer))[0]?.status).toBe('void')
  })
})
