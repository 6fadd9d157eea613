import { expect, it } from 'vitest'
import { chargeOf, eventsOf, intentOfInvoice, useMethod } from './payment-support.ts'
import { rules } from './rules.ts'
import { draftOf, openBench, openDay, refusalOf } from './support.ts'

/** Payments of invoices (docs: "Invoice payments"; SDK, InvoicePayment, Invoice.payments, confirmation_secret). */
const bench = await openBench()

const opened = async (total: number) => {
  const day = await openDay(bench)
  const { id } = await draftOf(day, [total])
  return { ...day, invoice: await day.stripe.invoices.finalizeInvoice(id) }
}

rules('SDK, InvoicePayment.is_default: made at finalisation, kept in step with amount_remaining', 'finalising', () => {
  it('opens one payment for what is due, with an intent of its own', async () => {
    const day = await opened(8000)
    const { data } = await day.stripe.invoicePayments.list({ invoice: day.invoice.id })
    expect(data).toHaveLength(1)
    expect(data[0]).toMatchObject({
      amount_paid: null,
      amount_requested: 8000,
      invoice: day.invoice.id,
      is_default: true,
      payment: { type: 'payment_intent' },
      status: 'open',
    })
    expect(await intentOfInvoice(day, day.invoice.id)).toMatchObject({
      amount: 8000,
      customer: day.customer,
      status: 'requires_payment_method',
    })
  })

  it('asks for the total less the balance: 8000 − 3000', async () => {
    const day = await openDay(bench)
    await day.stripe.customers.createBalanceTransaction(day.customer, { amount: -3000, currency: 'usd' })
    const { id } = await draftOf(day, [8000])
    await day.stripe.invoices.finalizeInvoice(id)
    expect((await intentOfInvoice(day, id)).amount).toBe(5000)
  })

  it('opens none when nothing is due, and a draft has none', async () => {
    const day = await openDay(bench)
    await day.stripe.customers.createBalanceTransaction(day.customer, { amount: -9000, currency: 'usd' })
    const { id } = await draftOf(day, [8000])
    expect((await day.stripe.invoicePayments.list({ invoice: id })).data).toEqual([])
    expect(await day.stripe.invoices.finalizeInvoice(id)).toMatchObject({ status: 'paid', amount_paid: 0 })
    const shown = await day.stripe.invoices.retrieve(id, { expand: ['payments', 'confirmation_secret'] })
    expect(shown).toMatchObject({ payments: { data: [] }, confirmation_secret: null })
  })

  it('shows payments and the secret only when asked', async () => {
    const day = await opened(8000)
    expect(await day.stripe.invoices.retrieve(day.invoice.id)).not.toHaveProperty('payments')
    const shown = await day.stripe.invoices.retrieve(day.invoice.id, { expand: ['payments', 'confirmation_secret'] })
    const intent = await intentOfInvoice(day, day.invoice.id)
    expect(shown.confirmation_secret).toEqual({ client_secret: intent.client_secret, type: 'payment_intent' })
    expect(shown.payments?.data).toHaveLength(1)
  })
})

rules(
  'SDK, InvoicePayment.amount_paid, status_transitions; docs, "Types of events": invoice_payment.paid',
  'paying',
  () => {
    it('by card marks the payment as paid and leaves a charge of the whole', async () => {
      const day = await opened(8000)
      const invoice = await day.stripe.invoices.pay(day.invoice.id)
      expect(invoice).toMatchObject({ amount_overpaid: 0, amount_paid: 8000, amount_remaining: 0, status: 'paid' })
      const [payment] = (await day.stripe.invoicePayments.list({ invoice: invoice.id })).data
      expect(payment).toMatchObject({ amount_paid: 8000, amount_requested: 8000, status: 'paid' })
      expect(payment?.status_transitions.paid_at).toBe(invoice.status_transitions.paid_at)
      expect(await chargeOf(day, (await intentOfInvoice(day, invoice.id)).id)).toMatchObject({ amount_captured: 8000 })
      expect(await eventsOf(day, 'invoice_payment.')).toEqual(['invoice_payment.paid'])
      expect(await eventsOf(day, 'invoice.pa')).toEqual(['invoice.paid', 'invoice.payment_succeeded'])
    })

    it('by its intent is the same', async () => {
      const day = await opened(8000)
      const { id } = await intentOfInvoice(day, day.invoice.id)
      await day.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
      expect(await day.stripe.invoices.retrieve(day.invoice.id)).toMatchObject({ amount_paid: 8000, status: 'paid' })
    })

    it('that fails leaves the payment open and the error on its intent; the next attempt uses the same one', async () => {
      const day = await opened(8000)
      await useMethod(day, 'pm_card_chargeCustomerFail')
      const refusal = await refusalOf(day.stripe.invoices.pay(day.invoice.id))
      const failed = await intentOfInvoice(day, day.invoice.id)
      expect(failed).toMatchObject({ last_payment_error: { decline_code: 'generic_decline' } })
      expect(refusal.payment_intent?.id).toBe(failed.id)
      await useMethod(day, 'pm_card_visa')
      await day.stripe.invoices.pay(day.invoice.id)
      const paid = await intentOfInvoice(day, day.invoice.id)
      expect(paid).toMatchObject({ id: failed.id, status: 'succeeded' })
      expect((await day.stripe.charges.list({ payment_intent: paid.id })).data).toHaveLength(2)
      expect((await day.stripe.invoicePayments.list({ invoice: day.invoice.id })).data).toHaveLength(1)
    })

    it('is found by its intent and by its status', async () => {
      const day = await opened(8000)
      await day.stripe.invoices.pay(day.invoice.id)
      const { id } = await intentOfInvoice(day, day.invoice.id)
      const byIntent = await day.stripe.invoicePayments.list({
        payment: { type: 'payment_intent', payment_intent: id },
      })
      expect(byIntent.data.map(({ invoice }) => invoice)).toEqual([day.invoice.id])
      expect((await day.stripe.invoicePayments.list({ status: 'open' })).data).toEqual([])
      const [paid] = (await day.stripe.invoicePayments.list({ status: 'paid' })).data
      expect(await day.stripe.invoicePayments.retrieve(paid?.id ?? '')).toEqual(paid)
    })
  },
)

rules(
  'SDK, InvoicePayment.is_default: the intent of a default payment cannot be edited or cancelled',
  'its intent',
  () => {
    it.each(['update', 'cancel'] as const)('is not open to %s', async (verb) => {
      const day = await opened(8000)
      const { id } = await intentOfInvoice(day, day.invoice.id)
      const asked =
        verb === 'update' ? day.stripe.paymentIntents.update(id, { amount: 100 }) : day.stripe.paymentIntents.cancel(id)
      expect((await refusalOf(asked)).statusCode).toBe(400)
      expect(await intentOfInvoice(day, day.invoice.id)).toMatchObject({ amount: 8000 })
    })

    it('is cancelled when the invoice is voided, for that reason', async () => {
      const day = await opened(8000)
      await day.stripe.invoices.voidInvoice(day.invoice.id)
      expect(await intentOfInvoice(day, day.invoice.id)).toMatchObject({
        cancellation_reason: 'void_invoice',
        status: 'canceled',
      })
      const [payment] = (await day.stripe.invoicePayments.list({ invoice: day.invoice.id })).data
      expect(payment).toMatchObject({ amount_paid: null, status: 'canceled' })
    })

    it('follows credit notes before payment: 8000 − 3000, and back when the note is void', async () => {
      const day = await opened(8000)
      const note = await day.stripe.creditNotes.create({ invoice: day.invoice.id, amount: 3000 })
      expect((await intentOfInvoice(day, day.invoice.id)).amount).toBe(5000)
      await day.stripe.creditNotes.voidCreditNote(note.id)
      expect((await intentOfInvoice(day, day.invoice.id)).amount).toBe(8000)
      await day.stripe.creditNotes.create({ invoice: day.invoice.id, amount: 8000 })
      expect((await intentOfInvoice(day, day.invoice.id)).status).toBe('canceled')
    })
  },
)

rules(
  'changelog 2025-03-31 and 2026-05-27: amount_paid counts payments outside; amount_paid_off_stripe',
  'outside',
  () => {
    it('a payment is a record without an intent, and no charge is made', async () => {
      const day = await opened(8000)
      const invoice = await day.stripe.invoices.pay(day.invoice.id, { paid_out_of_band: true })
      expect(invoice).toMatchObject({ amount_paid: 8000, amount_remaining: 0, attempt_count: 0, status: 'paid' })
      const { data } = await day.stripe.invoicePayments.list({ invoice: invoice.id })
      expect(data.map(({ amount_paid: amount, status, payment }) => [payment.type, status, amount])).toEqual([
        ['payment_record', 'paid', 8000],
        ['payment_intent', 'canceled', null],
      ])
      expect((await day.stripe.charges.list()).data).toEqual([])
      const [told] = (await day.stripe.events.list({ type: 'invoice.paid' })).data
      expect(told?.data.object).toMatchObject({ attempt_count: 0, attempted: false })
    })

    it('is told apart from what Stripe collected', async () => {
      const day = await opened(8000)
      const expand = { expand: ['amount_paid_off_stripe'] }
      expect(await day.stripe.invoices.retrieve(day.invoice.id, expand)).toMatchObject({ amount_paid_off_stripe: 0 })
      await day.stripe.invoices.pay(day.invoice.id, { paid_out_of_band: true })
      expect(await day.stripe.invoices.retrieve(day.invoice.id, expand)).toMatchObject({ amount_paid_off_stripe: 8000 })
      const { id } = await draftOf(day, [2500])
      await day.stripe.invoices.pay(id)
      expect(await day.stripe.invoices.retrieve(id, expand)).toMatchObject({ amount_paid_off_stripe: 0 })
    })

    it('its record is refused by name', async () => {
      const day = await opened(8000)
      await day.stripe.invoices.pay(day.invoice.id, { paid_out_of_band: true })
      const asked = day.stripe.invoicePayments.list({ status: 'paid', expand: ['data.payment.payment_record'] })
      expect(await refusalOf(asked)).toMatchObject({ statusCode: 501, param: 'expand' })
    })
  },
)
