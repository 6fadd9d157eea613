import { describe, expect, it } from 'vitest'
import { DAY, freshAccount, JUNE, openBench, openShop, payingCustomer, refusalOf } from './support.ts'

const bench = await openBench()

const draftFor = async () => {
  const account = freshAccount(bench)
  const { stripe } = account
  const { id: customer } = await payingCustomer(stripe, { name: 'Ada (née Byron)', email: 'ada@example.com' })
  const draft = await stripe.invoices.create({
    customer,
    collection_method: 'send_invoice',
    days_until_due: 30,
    description: 'Work in May',
    metadata: { ticket: 'T-1' },
  })
  await stripe.invoiceItems.create({
    customer,
    invoice: draft.id,
    amount: 12000,
    currency: 'usd',
    description: 'Consulting',
  })
  return { ...account, customer, id: draft.id }
}

describe('an invoice made by hand', () => {
  it('is a draft that grows, then is finalised with number, due date and addresses', async () => {
    const { stripe, id } = await draftFor()
    expect(await stripe.invoices.retrieve(id)).toMatchObject({
      status: 'draft',
      total: 12000,
      number: null,
      hosted_invoice_url: null,
      description: 'Work in May',
      billing_reason: 'manual',
    })
    const open = await stripe.invoices.finalizeInvoice(id)
    expect(open).toMatchObject({
      status: 'open',
      amount_due: 12000,
      amount_remaining: 12000,
      due_date: JUNE + 30 * DAY,
    })
    const page = await fetch(open.hosted_invoice_url!)
    expect(await page.text()).toContain('Ada (n&#233;e Byron)'.replace('&#233;', 'é'))
    const pdf = await fetch(open.invoice_pdf!)
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect(Buffer.from(await pdf.arrayBuffer()).toString('latin1')).toMatch(
      /^%PDF-1\.4[\s\S]*Consulting: USD 120\.00[\s\S]*\(Memo: Work in May\) Tj[\s\S]*%%EOF\n$/,
    )
    expect((await fetch(open.invoice_pdf!.replace('test_', 'test_x'))).status).toBe(404)
  })

  it('cannot be changed or deleted once finalised, except its metadata', async () => {
    const { stripe, id } = await draftFor()
    await stripe.invoices.update(id, { description: 'Work in June' })
    await stripe.invoices.finalizeInvoice(id)
    expect(await refusalOf(stripe.invoices.update(id, { description: 'x' }))).toMatchObject({
      code: 'invoice_not_editable',
      param: 'description',
    })
    expect((await stripe.invoices.update(id, { metadata: { a: 'b' } })).metadata).toEqual({ ticket: 'T-1', a: 'b' })
    expect((await refusalOf(stripe.invoices.del(id))).code).toBe('invoice_not_editable')
    expect((await refusalOf(stripe.invoices.finalizeInvoice(id))).code).toBe('invoice_not_editable')
  })

  it('is sent, paid, voided or written off, each with its events', async () => {
    const { stripe, id } = await draftFor()
    expect((await stripe.invoices.sendInvoice(id)).status).toBe('open')
    expect(await stripe.invoices.pay(id)).toMatchObject({ status: 'paid', amount_paid: 12000, amount_remaining: 0 })
    const types = (
      await stripe.events.list({ types: ['invoice.created', 'invoice.finalized', 'invoice.sent', 'invoice.paid'] })
    ).data.map(({ type }) => type)
    expect(types.toReversed()).toEqual(['invoice.created', 'invoice.finalized', 'invoice.sent', 'invoice.paid'])
    expect((await refusalOf(stripe.invoices.voidInvoice(id))).code).toBe('status_transition_invalid')
    const other = await draftFor()
    await other.stripe.invoices.finalizeInvoice(other.id)
    expect((await other.stripe.invoices.markUncollectible(other.id)).status).toBe('uncollectible')
    expect((await other.stripe.invoices.voidInvoice(other.id)).status).toBe('void')
  })

  it('gives its pending items back when the draft is deleted', async () => {
    const { stripe, id, customer } = await draftFor()
    await stripe.invoices.del(id)
    expect((await stripe.invoiceItems.list({ customer, pending: true })).data).toHaveLength(1)
    const next = await stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' })
    expect(next.total).toBe(12000)
    expect((await stripe.invoices.create({ customer })).total).toBe(0)
  })

  it('computes items from price and quantity, in currencies with and without minor units', async () => {
    const { stripe } = freshAccount(bench)
    const { product } = await openShop(stripe)
    const price = await stripe.prices.create({ product, currency: 'jpy', unit_amount: 1500 })
    const { id: customer } = await stripe.customers.create({})
    const invoice = await stripe.invoices.create({ customer, currency: 'jpy' })
    const item = await stripe.invoiceItems.create({
      customer,
      invoice: invoice.id,
      pricing: { price: price.id },
      quantity: 3,
    })
    expect(item).toMatchObject({ amount: 4500, currency: 'jpy', quantity: 3 })
    expect((await refusalOf(stripe.invoiceItems.create({ customer, amount: 100, currency: 'usd' }))).message).toContain(
      'cannot combine currencies',
    )
  })

  it('multiplies fractions of a minor unit exactly', async () => {
    const { stripe } = freshAccount(bench)
    const { product } = await openShop(stripe)
    const price = await stripe.prices.create({ product, currency: 'usd', unit_amount_decimal: '0.145' as never })
    const { id: customer } = await stripe.customers.create({})
    // 0.145 × 100 = 14.5, half up.
    expect((await stripe.invoiceItems.create({ customer, pricing: { price: price.id }, quantity: 100 })).amount).toBe(
      15,
    )
  })

  it('shows ten lines and lists the rest', async () => {
    const { stripe } = freshAccount(bench)
    const { id: customer } = await stripe.customers.create({})
    const { id } = await stripe.invoices.create({ customer })
    for (let i = 1; i <= 12; i += 1)
      await stripe.invoiceItems.create({ customer, invoice: id, amount: i, currency: 'usd' })
    const { lines, total } = await stripe.invoices.retrieve(id)
    expect(total).toBe(78)
    expect(lines).toMatchObject({ has_more: true })
    expect(lines.data).toHaveLength(10)
    expect(await stripe.invoices.listLineItems(id, { limit: 5 }).autoPagingToArray({ limit: 100 })).toHaveLength(12)
  })
})

describe('checkout', () => {
  it('keeps its reference, is listed by customer, and makes a subscription when completed', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await stripe.customers.create({ email: 'a@b.example' })
    const line_items = [{ price: await monthly(2500), quantity: 2 }]
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      customer,
      client_reference_id: 'Ck1Rf8SsNd',
      line_items,
      success_url: 'https://x.example',
    })
    expect(session).toMatchObject({ status: 'open', payment_status: 'unpaid', amount_total: 5000 })
    const { subscription } = control.completeCheckout(session.id)
    const [found] = (await stripe.checkout.sessions.list({ customer })).data
    expect(found).toMatchObject({
      client_reference_id: 'Ck1Rf8SsNd',
      status: 'complete',
      payment_status: 'paid',
      subscription,
    })
    expect((await stripe.subscriptions.retrieve(subscription!)).items.data[0]!.quantity).toBe(2)
    const { line_items: lines } = await stripe.checkout.sessions.retrieve(session.id, { expand: ['line_items'] })
    expect(lines?.data).toMatchObject([{ amount_total: 5000, quantity: 2 }])
    const open = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items,
      success_url: 'https://x.example',
    })
    control.advanceTo(JUNE + 2 * DAY)
    expect((await stripe.checkout.sessions.retrieve(open.id)).status).toBe('expired')
  })
})

describe('events', () => {
  it('carry the object, what changed and the request', async () => {
    const { stripe, control } = freshAccount(bench)
    const { id } = await stripe.customers.create({ name: 'Ada', metadata: { a: '1', b: '2' } })
    await stripe.customers.update(id, { name: 'Eve', metadata: { b: '3' } }, { idempotencyKey: 'rename' })
    const [event] = (await stripe.events.list({ type: 'customer.updated' })).data
    expect(event!.data).toMatchObject({
      object: { id, name: 'Eve' },
      previous_attributes: { name: 'Ada', metadata: { b: '2' } },
    })
    expect(event).toMatchObject({ api_version: '2026-10-28.endive', request: { idempotency_key: 'rename' } })
    expect((await stripe.events.retrieve(event!.id)).id).toBe(event!.id)
    control.advanceTo(JUNE + 31 * DAY)
    expect((await stripe.events.list()).data).toEqual([])
    expect((await refusalOf(stripe.events.retrieve(event!.id))).code).toBe('resource_missing')
  })

  it('are not written for a request that was refused', async () => {
    const { stripe } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await stripe.customers.create({})
    const before = (await stripe.events.list()).data.length
    await refusalOf(stripe.subscriptions.create({ customer, items: [{ price: await monthly(100) }] }))
    expect((await stripe.events.list()).data).toHaveLength(before + 1)
  })
})
