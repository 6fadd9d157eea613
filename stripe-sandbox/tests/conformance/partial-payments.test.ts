import { expect, it } from 'vitest'
import { chargeOf, eventsOf, intentOfInvoice, payOnce } from './payment-support.ts'
import { rules } from './rules.ts'
import { draftOf, openBench, openDay, refusalOf } from './support.ts'

/** Invoices paid in parts (docs: "Accept partial payments for invoices"; changelog 2025-05-28; SDK, Invoice attachPayment). */
const bench = await openBench()

const opened = async (total: number) => {
  const day = await openDay(bench)
  const { id } = await draftOf(day, [total])
  await day.stripe.invoices.finalizeInvoice(id)
  const attach = async (amount: number) => {
    const { id: intent } = await payOnce(day, amount, { customer: day.customer })
    return day.stripe.invoices.attachPayment(id, { payment_intent: intent })
  }
  return { ...day, id, attach }
}

rules('docs, "Accept partial payments for invoices"; SDK, Invoice attachPayment', 'a payment that is attached', () => {
  it('is credited at once: 4000 of 10000 leave 6000, for which the default payment asks', async () => {
    const day = await opened(10_000)
    expect(await day.attach(4000)).toMatchObject({
      amount_due: 10_000,
      amount_paid: 4000,
      amount_remaining: 6000,
      status: 'open',
    })
    expect((await intentOfInvoice(day, day.id)).amount).toBe(6000)
    expect(await day.stripe.invoices.pay(day.id)).toMatchObject({ amount_paid: 10_000, status: 'paid' })
    const { data } = await day.stripe.invoicePayments.list({ invoice: day.id })
    expect(data.map(({ amount_paid: paid, is_default: isDefault }) => [isDefault, paid])).toEqual([
      [false, 4000],
      [true, 6000],
    ])
  })

  it('pays the invoice when nothing remains: 2500, 2500 and 5000', async () => {
    const day = await opened(10_000)
    await day.attach(2500)
    await day.attach(2500)
    expect(await day.attach(5000)).toMatchObject({
      amount_overpaid: 0,
      amount_paid: 10_000,
      amount_remaining: 0,
      status: 'paid',
    })
    expect((await intentOfInvoice(day, day.id)).status).toBe('canceled')
    expect(await eventsOf(day, 'invoice.pa')).toEqual(['invoice.paid', 'invoice.payment_succeeded'])
    expect(await eventsOf(day, 'invoice_payment.')).toHaveLength(3)
  })

  it('must be of the same customer and currency, and the invoice open', async () => {
    const day = await opened(10_000)
    const guest = await payOnce(day, 1000)
    const euro = await payOnce(day, 1000, { customer: day.customer, currency: 'eur' })
    for (const { id } of [guest, euro]) {
      const asked = day.stripe.invoices.attachPayment(day.id, { payment_intent: id })
      expect(await refusalOf(asked)).toMatchObject({ statusCode: 400, param: 'payment_intent' })
    }
    await day.stripe.invoices.pay(day.id)
    expect((await refusalOf(day.attach(1000))).statusCode).toBe(400)
  })

  it('beyond what remains, before it succeeds or again is refused by name', async () => {
    const day = await opened(10_000)
    expect((await refusalOf(day.attach(10_001))).statusCode).toBe(501)
    const { id } = await day.stripe.paymentIntents.create({ amount: 900, currency: 'usd', customer: day.customer })
    const early = day.stripe.invoices.attachPayment(day.id, { payment_intent: id })
    expect((await refusalOf(early)).statusCode).toBe(501)
    const { id: paid } = await payOnce(day, 4000, { customer: day.customer })
    await day.stripe.invoices.attachPayment(day.id, { payment_intent: paid })
    const twice = day.stripe.invoices.attachPayment(day.id, { payment_intent: paid })
    expect((await refusalOf(twice)).statusCode).toBe(501)
    expect((await day.stripe.invoices.retrieve(day.id)).amount_paid).toBe(4000)
  })
})

rules('changelog 2025-05-28: credit notes of invoices that are paid in part', 'a note of a part-paid invoice', () => {
  it('is mixed: 7000 on 4000 paid of 10000 take off 6000 and give back 1000', async () => {
    const day = await opened(10_000)
    await day.attach(4000)
    const [charge] = (await day.stripe.charges.list()).data
    const note = await day.stripe.creditNotes.create({ invoice: day.id, amount: 7000, refund_amount: 1000 })
    expect(note).toMatchObject({ post_payment_amount: 1000, pre_payment_amount: 6000, type: 'mixed' })
    expect(await day.stripe.charges.retrieve(charge?.id ?? '')).toMatchObject({ amount_refunded: 1000 })
    expect(await day.stripe.invoices.retrieve(day.id)).toMatchObject({
      amount_due: 4000,
      amount_paid: 4000,
      amount_remaining: 0,
      post_payment_credit_notes_amount: 1000,
      pre_payment_credit_notes_amount: 6000,
      status: 'paid',
    })
  })

  it('that would have to choose between two charges is refused by name, and so is voiding', async () => {
    const day = await opened(10_000)
    await day.attach(4000)
    expect((await refusalOf(day.stripe.invoices.voidInvoice(day.id))).statusCode).toBe(501)
    await day.stripe.invoices.pay(day.id)
    const asked = day.stripe.creditNotes.create({ invoice: day.id, amount: 100, refund_amount: 100 })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 501, param: 'refund_amount' })
    const { id } = await intentOfInvoice(day, day.id)
    const refund = await day.stripe.refunds.create({ charge: (await chargeOf(day, id)).id, amount: 100 })
    const note = await day.stripe.creditNotes.create({ invoice: day.id, amount: 100, refunds: [{ refund: refund.id }] })
    expect(note.refunds[0]?.refund).toBe(refund.id)
  })
})
