// Guarantee: small help with an invoice needs a live proof, happens once per click, is in the log before and after, and
// tells what Stripe answered and nothing more.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { resendInvoice } from '../../server/features/subscriptions/resend-invoice.ts'
import { retryPayment } from '../../server/features/subscriptions/retry-payment.ts'
import { openSubscriptionDesk, TICKET } from '../support/subscription-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

const open = async (collection: 'send_invoice' | 'charge_automatically' = 'send_invoice') => {
  const at = await openSubscriptionDesk(sandbox)
  await at.proof()
  const draft = await at.stripe.invoices.create({
    customer: at.customer,
    currency: 'usd',
    collection_method: collection,
    ...(collection === 'send_invoice' ? { days_until_due: 14 } : { auto_advance: false }),
  })
  await at.stripe.invoiceItems.create({ customer: at.customer, invoice: draft.id, amount: 4200, currency: 'usd' })
  const asked = (over: { requestKey?: string; invoiceStripeId?: string; ticket?: string } = {}) => ({
    ticket: TICKET,
    customerStripeId: at.customer,
    invoiceStripeId: draft.id,
    requestKey: 'a-click-of-one-person',
    ...over,
  })
  const by = { actor: at.ines, requestId: 'req_help' }
  const logged = async () => {
    const rows = await at.kernel.db
      .selectFrom('auditEntry')
      .select(['action', 'outcome', 'ticket'])
      .where('subjectId', '=', draft.id)
      .orderBy('id')
      .execute()
    return rows
      .map(({ action, outcome, ticket }) => `${action} ${outcome} ${ticket ?? ''}`)
      .toSorted((a, b) => a.localeCompare(b))
  }
  const invoice = () => at.stripe.invoices.retrieve(draft.id)
  const finalize = () => at.stripe.invoices.finalizeInvoice(draft.id, { auto_advance: false })
  const sends = async () => {
    const { data } = await at.stripe.events.list({ type: 'invoice.sent' })
    return data.length
  }
  const resend = (over: Parameters<typeof asked>[0] = {}) => resendInvoice(at.kernel, by, asked(over))
  const retry = (over: Parameters<typeof asked>[0] = {}) => retryPayment(at.kernel, by, asked(over))
  return { ...at, resend, retry, logged, invoice, finalize, sends }
}

describe('sending an invoice again', () => {
  test('is one order at Stripe per click, and doesn’t claim that a mail arrived', async () => {
    const at = await open()
    await at.finalize()
    const told = await at.resend()
    expect(told).toEqual({ outcome: 'sent', text: 'Stripe took the order. In test mode it sends no mail.' })
    expect(await at.resend()).toEqual(told)
    expect(await at.sends()).toBe(1)
    await at.resend({ requestKey: 'another-click-of-theirs' })
    expect(await at.sends()).toBe(2)
    expect(new Set(await at.logged())).toEqual(
      new Set([`invoice.resend-asked done ${TICKET}`, `invoice.resend done ${TICKET}`]),
    )
  })

  test('whose answer is lost is told as unknown, and the same click finds out', async () => {
    const at = await open()
    const { id } = await at.finalize()
    at.fail({ kind: 'timeout_after', path: `/v1/invoices/${id}/send` })
    expect((await at.resend()).outcome).toBe('unknown')
    expect((await at.resend()).outcome).toBe('sent')
    expect(await at.sends()).toBe(1)
    expect(await at.logged()).toContain(`invoice.resend refused ${TICKET}`)
  })

  test('is refused for a draft, for another customer’s invoice, and without a live proof', async () => {
    const at = await open()
    await expect(at.resend()).rejects.toMatchObject({ code: 'INVOICE_NOT_OPEN' })
    await expect(at.resend({ invoiceStripeId: 'in_0' })).rejects.toMatchObject({ code: 'INVOICE_ELSEWHERE' })
    const { id: customer } = await at.stripe.customers.create({ name: 'Marlow' })
    const other = await at.stripe.invoices.create({ customer, currency: 'usd' })
    await expect(at.resend({ invoiceStripeId: other.id })).rejects.toMatchObject({ code: 'INVOICE_ELSEWHERE' })
    await expect(at.resend({ ticket: '#other' })).rejects.toMatchObject({ code: 'TEAM_NOT_PROVEN' })
    expect(await at.logged()).toEqual([])
  })
})

describe('trying a payment again', () => {
  test('collects the open invoice once', async () => {
    const at = await open('charge_automatically')
    await at.finalize()
    expect(await at.retry()).toEqual({ outcome: 'paid', text: 'Paid: 42.00 USD.' })
    await expect(at.retry()).rejects.toMatchObject({ code: 'INVOICE_NOT_OPEN' })
    expect(await at.invoice()).toMatchObject({ status: 'paid', amount_paid: 4200 })
    expect((await at.stripe.charges.list({ customer: at.customer })).data).toHaveLength(1)
  })

  test('that the bank declines says so in Stripe’s words, and is in the log as refused', async () => {
    const at = await open('charge_automatically')
    const method = await at.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: at.customer })
    await at.stripe.customers.update(at.customer, { invoice_settings: { default_payment_method: method.id } })
    await at.finalize()
    const told = await at.retry()
    expect(told.outcome).toBe('refused')
    expect(told.text).toMatch(/^Stripe refused: .*declined/)
    expect(await at.logged()).toEqual([`invoice.retry refused ${TICKET}`, `invoice.retry-asked done ${TICKET}`])
    expect((await at.invoice()).status).toBe('open')
  })
})
