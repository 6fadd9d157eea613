import { describe, expect, test } from 'vitest'
import type { NewCreditNote } from '../../server/ports/payment-invoices.ts'
import { DAY, failureOf, iso, JUNE, openPaymentDay, openSandbox } from '../support/payment-day.ts'
import { drafted, draftFor, markOf, money, opened } from '../support/payment-invoices.ts'

// Guarantee: every step of an invoice's life happens once per key, and what Stripe doesn't allow is refused in its own words.

const sandbox = await openSandbox()

describe('finalising', () => {
  test('gives it a number, a day on which it is due and a document, and sends nothing', async () => {
    const day = await openPaymentDay(sandbox)
    const document = await opened(day)
    expect(document).toMatchObject({
      status: 'open',
      finalizedAt: iso(JUNE),
      dueAt: iso(JUNE + 30 * DAY),
      amountDue: money(10_000),
      amountRemaining: money(10_000),
    })
    expect(document.number).not.toBeNull()
    expect(document.pdfUrl).toContain('/pdf')
    expect(document.hostedUrl).toContain(sandbox.url)
    expect(await day.gateway.wasInvoiceSentSince(document.stripeId, iso(JUNE))).toBe(false)
    day.control.advanceTo(JUNE + 29 * DAY)
    expect(await day.gateway.readInvoiceDocument(document.stripeId)).toMatchObject({ status: 'open' })
  })

  test('uses the customer’s credit, which the draft didn’t', async () => {
    const day = await openPaymentDay(sandbox)
    await day.stripe.customers.createBalanceTransaction(day.customer, { amount: -2500, currency: 'usd' })
    const draft = await drafted(day)
    expect([draft.total, draft.balanceApplied]).toEqual([money(10_000), money(0)])
    const open = await day.gateway.finalizeInvoice(draft.stripeId, 'finalize')
    expect(open).toMatchObject({ total: money(10_000), balanceApplied: money(-2500), amountDue: money(7500) })
  })

  test('of an empty draft makes an invoice over nothing, which is paid', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await day.gateway.createDraft(draftFor(day), 'draft')
    expect(await day.gateway.finalizeInvoice(stripeId, 'finalize')).toMatchObject({ status: 'paid', total: money(0) })
  })

  test('twice under other keys is refused', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    const failure = await failureOf(day.gateway.finalizeInvoice(stripeId, 'again'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { code: 'invoice_not_editable' } })
  })
})

describe('an open invoice', () => {
  test('paid elsewhere is paid, and says so', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    day.control.advanceTo(JUNE + DAY)
    const paid = await day.gateway.markPaidOutOfBand(stripeId, 'paid')
    expect(paid).toMatchObject({
      status: 'paid',
      paidAt: iso(JUNE + DAY),
      amountPaid: money(10_000),
      amountRemaining: money(0),
      isPaidOutOfBand: true,
    })
    expect(await day.gateway.markPaidOutOfBand(stripeId, 'paid')).toEqual(paid)
  })

  test('paid by card was not paid elsewhere', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    await day.gateway.payInvoice(stripeId, 'pay')
    const paid = await day.gateway.readInvoiceDocument(stripeId)
    expect(paid).toMatchObject({ status: 'paid', isPaidOutOfBand: false, amountPaid: money(10_000) })
  })

  test('voided gives its credit back, and can’t be paid', async () => {
    const day = await openPaymentDay(sandbox)
    await day.stripe.customers.createBalanceTransaction(day.customer, { amount: -2500, currency: 'usd' })
    const { stripeId } = await opened(day)
    const gone = await day.gateway.voidInvoice(stripeId, 'void')
    expect(gone).toMatchObject({ status: 'void', voidedAt: iso(JUNE) })
    expect(await day.stripe.customers.retrieve(day.customer)).toMatchObject({ balance: -2500 })
    const failure = await failureOf(day.gateway.markPaidOutOfBand(stripeId, 'paid'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { status: 400 } })
  })

  test('given up can still be paid elsewhere', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    const given = await day.gateway.markUncollectible(stripeId, 'give-up')
    expect(given).toMatchObject({ status: 'uncollectible', uncollectibleAt: iso(JUNE), paidAt: null })
    const paid = await day.gateway.markPaidOutOfBand(stripeId, 'paid')
    expect(paid).toMatchObject({ status: 'paid', isPaidOutOfBand: true })
  })

  test('paid can neither be voided nor given up', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    await day.gateway.markPaidOutOfBand(stripeId, 'paid')
    for (const verb of ['voidInvoice', 'markUncollectible'] as const) {
      const failure = await failureOf(day.gateway[verb](stripeId, verb))
      expect(failure).toMatchObject({ failure: 'refused', retryable: false, stripe: { status: 400 } })
    }
    expect(await day.gateway.readInvoiceDocument(stripeId)).toMatchObject({ status: 'paid' })
  })
})

describe('a credit note', () => {
  const note = (invoiceStripeId: string, more: Partial<NewCreditNote> = {}): NewCreditNote => ({
    invoiceStripeId,
    amount: money(4000),
    reason: 'order_change',
    memo: 'Two seats fewer',
    paidPart: 'none',
    metadata: markOf('req_2'),
    ...more,
  })

  test('for an open invoice makes it owe less', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    const made = await day.gateway.createCreditNote(note(stripeId), 'note')
    expect(made).toMatchObject({ invoiceStripeId: stripeId, total: money(4000), metadata: markOf('req_2') })
    expect(await day.gateway.createCreditNote(note(stripeId), 'note')).toEqual(made)
    expect(await day.gateway.listCreditNotes(stripeId)).toEqual([made])
    const after = await day.gateway.readInvoiceDocument(stripeId)
    expect([after?.total, after?.amountRemaining]).toEqual([money(10_000), money(6000)])
    expect(await day.stripe.creditNotes.retrieve(made.stripeId)).toMatchObject({ memo: 'Two seats fewer' })
  })

  test('for a paid one goes to the balance, or was given back elsewhere', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    await day.gateway.markPaidOutOfBand(stripeId, 'paid')
    await day.gateway.createCreditNote(note(stripeId, { paidPart: 'balance' }), 'note-1')
    expect(await day.stripe.customers.retrieve(day.customer)).toMatchObject({ balance: -4000 })
    await day.gateway.createCreditNote(note(stripeId, { paidPart: 'out-of-band' }), 'note-2')
    expect(await day.stripe.customers.retrieve(day.customer)).toMatchObject({ balance: -4000 })
    const live = await day.stripe.creditNotes.list({ invoice: stripeId })
    expect(live.data.map((row) => row.out_of_band_amount)).toEqual([4000, null])
  })

  test('that would not say where the paid part goes is refused', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    await day.gateway.markPaidOutOfBand(stripeId, 'paid')
    const failure = await failureOf(day.gateway.createCreditNote(note(stripeId), 'note'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { status: 400 } })
  })

  test('for an invoice that is paid in part splits as it was told', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    // 30.00 of 100.00 are paid, so 70.00 remain; of a note over 80.00, 10.00 fall on what was paid.
    const intent = await day.stripe.paymentIntents.create({
      customer: day.customer,
      amount: 3000,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    })
    await day.stripe.invoices.attachPayment(stripeId, { payment_intent: intent.id })
    const split = note(stripeId, { amount: money(8000), paidPart: 'balance', paidAmount: money(1000) })
    const made = await day.gateway.createCreditNote(split, 'note')
    expect(await day.gateway.createCreditNote(split, 'note')).toEqual(made)
    const after = await day.gateway.readInvoiceDocument(stripeId)
    expect(after).toMatchObject({ status: 'paid', amountRemaining: money(0) })
    expect(await day.stripe.customers.retrieve(day.customer)).toMatchObject({ balance: -1000 })
  })

  test('of more than the invoice is refused', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    const failure = await failureOf(day.gateway.createCreditNote(note(stripeId, { amount: money(10_001) }), 'note'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { status: 400 } })
    expect(await day.gateway.listCreditNotes(stripeId)).toEqual([])
  })
})
