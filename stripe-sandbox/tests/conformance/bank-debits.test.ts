import { expect, it } from 'vitest'
import { chargeOf, eventsOf, intentOfInvoice, payOnce, useMethod } from './payment-support.ts'
import { rules } from './rules.ts'
import { DAY, draftOf, firstItem, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/**
 * ACH debits (docs: "ACH Direct Debit": timing, refunds, test account numbers; support: "Refunds for ACH Direct Debit
 * payments"). 1 June 2026 is a Monday: four business days later is Friday the 5th.
 */
const bench = await openBench()
const ANSWER = JUNE + 4 * DAY

const debited = async (method = 'pm_usBankAccount_success', amount = 6000) => {
  const day = await openDay(bench)
  return { ...day, intent: await payOnce(day, amount, { payment_method: method }) }
}

rules('docs, "ACH Direct Debit": delayed notification, up to four business days', 'a debit', () => {
  it('is processing until the bank answers on the fourth business day', async () => {
    const day = await debited()
    expect(day.intent).toMatchObject({ status: 'processing', amount_received: 0 })
    expect(await chargeOf(day, day.intent.id)).toMatchObject({
      amount_captured: 0,
      paid: false,
      status: 'pending',
      payment_method_details: { type: 'us_bank_account', us_bank_account: { last4: '6789' } },
    })
    day.control.advanceTo(ANSWER - 60)
    expect((await day.stripe.paymentIntents.retrieve(day.intent.id)).status).toBe('processing')
    day.control.advanceTo(ANSWER + 60)
    expect(await day.stripe.paymentIntents.retrieve(day.intent.id)).toMatchObject({
      amount_received: 6000,
      status: 'succeeded',
    })
    expect(await eventsOf(day, 'charge.')).toEqual(['charge.pending', 'charge.succeeded'])
  })

  it('waits over a weekend: from Thursday the 4th to Wednesday the 10th', async () => {
    const day = await openDay(bench)
    day.control.advanceTo(JUNE + 3 * DAY)
    const { id } = await payOnce(day, 6000, { payment_method: 'pm_usBankAccount_success' })
    day.control.advanceTo(JUNE + 9 * DAY - 60)
    expect((await day.stripe.paymentIntents.retrieve(id)).status).toBe('processing')
    day.control.advanceTo(JUNE + 9 * DAY + 60)
    expect((await day.stripe.paymentIntents.retrieve(id)).status).toBe('succeeded')
  })

  it('is in US dollars only', async () => {
    const day = await openDay(bench)
    const asked = payOnce(day, 6000, { payment_method: 'pm_usBankAccount_success', currency: 'eur' })
    expect(await refusalOf(asked)).toMatchObject({ code: 'payment_intent_incompatible_payment_method' })
  })
})

rules('docs, "ACH Direct Debit": test account numbers', 'a debit that comes back', () => {
  it.each([
    ['pm_usBankAccount_insufficientFunds', 'insufficient_funds'],
    ['pm_usBankAccount_accountClosed', 'account_closed'],
    ['pm_usBankAccount_noAccount', 'no_account'],
    ['pm_usBankAccount_debitNotAuthorized', 'debit_not_authorized'],
  ])('%s: %s', async (method, code) => {
    const day = await debited(method)
    expect(day.intent.status).toBe('processing')
    day.control.advanceTo(ANSWER + 60)
    expect(await day.stripe.paymentIntents.retrieve(day.intent.id)).toMatchObject({
      amount_received: 0,
      last_payment_error: { code, payment_method: { type: 'us_bank_account' } },
      status: 'requires_payment_method',
    })
    expect(await chargeOf(day, day.intent.id)).toMatchObject({ failure_code: code, status: 'failed' })
  })

  it('may never be answered at all, and can then be given up', async () => {
    const day = await debited('pm_usBankAccount_processing')
    day.control.advanceTo(JUNE + 60 * DAY)
    expect((await day.stripe.paymentIntents.retrieve(day.intent.id)).status).toBe('processing')
    expect((await day.stripe.paymentIntents.cancel(day.intent.id)).status).toBe('canceled')
  })
})

rules('support, "Refunds for ACH Direct Debit payments"; changelog 2025-04-30, pending_reason', 'its refund', () => {
  it('waits for the debit, then takes three business days', async () => {
    const day = await debited()
    const { id, ...refund } = await day.stripe.refunds.create({ payment_intent: day.intent.id, amount: 1000 })
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'charge_pending' })
    day.control.advanceTo(ANSWER + 60)
    expect(await day.stripe.refunds.retrieve(id)).toMatchObject({ status: 'pending', pending_reason: 'processing' })
    // Friday the 5th and three business days: Wednesday the 10th.
    day.control.advanceTo(JUNE + 9 * DAY + 120)
    expect((await day.stripe.refunds.retrieve(id)).status).toBe('succeeded')
  })

  it('is cancelled when the debit comes back, since nothing was taken', async () => {
    const day = await debited('pm_usBankAccount_insufficientFunds')
    const { id } = await day.stripe.refunds.create({ payment_intent: day.intent.id })
    day.control.advanceTo(ANSWER + 60)
    expect((await day.stripe.refunds.retrieve(id)).status).toBe('canceled')
    expect(await chargeOf(day, day.intent.id)).toMatchObject({ amount_refunded: 0, refunded: false })
  })

  it('must begin within 180 days', async () => {
    const day = await debited()
    day.control.advanceTo(JUNE + 179 * DAY)
    expect((await day.stripe.refunds.create({ payment_intent: day.intent.id, amount: 100 })).status).toBe('pending')
    day.control.advanceTo(JUNE + 181 * DAY)
    const asked = day.stripe.refunds.create({ payment_intent: day.intent.id, amount: 100 })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 400, code: 'charge_not_refundable' })
  })
})

rules('docs, "ACH Direct Debit"; SDK, Invoice.amount_paid: only what was paid', 'an invoice by debit', () => {
  const billed = async (method: string) => {
    const day = await openDay(bench)
    await useMethod(day, method)
    const { id } = await draftOf(day, [7500])
    return { ...day, invoice: await day.stripe.invoices.pay(id) }
  }

  it('stays open while the debit is processing, then is paid; one attempt was made', async () => {
    const { stripe, control, invoice } = await billed('pm_usBankAccount_success')
    expect(invoice).toMatchObject({ status: 'open', amount_paid: 0, amount_remaining: 7500, attempt_count: 1 })
    control.advanceTo(ANSWER + 60)
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
      amount_overpaid: 0,
      amount_paid: 7500,
      amount_remaining: 0,
      attempt_count: 1,
      status: 'paid',
    })
  })

  it('cannot be paid twice meanwhile', async () => {
    const { stripe, invoice } = await billed('pm_usBankAccount_success')
    const again = stripe.invoices.pay(invoice.id, { payment_method: 'pm_card_visa' })
    expect(await refusalOf(again)).toMatchObject({ code: 'payment_intent_unexpected_state' })
    const outside = stripe.invoices.pay(invoice.id, { paid_out_of_band: true })
    expect((await refusalOf(outside)).statusCode).toBe(501)
    expect((await refusalOf(stripe.invoices.voidInvoice(invoice.id))).statusCode).toBe(501)
  })

  it('is open again when the debit comes back, and says so', async () => {
    const day = await billed('pm_usBankAccount_insufficientFunds')
    day.control.advanceTo(ANSWER + 60)
    expect(await day.stripe.invoices.retrieve(day.invoice.id)).toMatchObject({ status: 'open', amount_paid: 0 })
    expect(await eventsOf(day, 'invoice.payment')).toEqual(['invoice.payment_failed'])
    expect(await intentOfInvoice(day, day.invoice.id)).toMatchObject({ status: 'requires_payment_method' })
  })

  it('lets its subscription begin while the bank is asked, and fall behind when it refuses', async () => {
    const day = await openDay(bench)
    await useMethod(day, 'pm_usBankAccount_insufficientFunds')
    const price = await day.monthly(7500)
    const made = await day.stripe.subscriptions.create({ customer: day.customer, items: [{ price }] })
    expect(made.status).toBe('active')
    expect(firstItem(made)).not.toBe('')
    day.control.advanceTo(ANSWER + 60)
    expect((await day.stripe.subscriptions.retrieve(made.id)).status).toBe('past_due')
    expect((await invoicesOf(day.stripe, day.customer))[0]).toMatchObject({ status: 'open', attempt_count: 1 })
  })
})
