import { expect, it } from 'vitest'
import { chargeOf, intentOfInvoice, payOnce } from './payment-support.ts'
import { rules } from './rules.ts'
import { draftOf, openBench, openDay, refusalOf } from './support.ts'

/**
 * Credit notes that refund (SDK, CreditNote create: "new refund (using refund_amount) or link existing refunds (using
 * refunds)"; the sum of refunds, balance credit and outside equals the amount after payment).
 */
const bench = await openBench()

const paid = async (total: number) => {
  const day = await openDay(bench)
  const { id } = await draftOf(day, [total])
  const invoice = await day.stripe.invoices.pay(id)
  const charge = await chargeOf(day, (await intentOfInvoice(day, id)).id)
  return { ...day, invoice, charge: charge.id }
}

rules('SDK, CreditNoteCreateParams.refund_amount', 'a new refund', () => {
  it('is one of the charge that paid the invoice', async () => {
    const { stripe, invoice, charge } = await paid(9000)
    const note = await stripe.creditNotes.create({ invoice: invoice.id, amount: 2500, refund_amount: 2500 })
    expect(note).toMatchObject({ post_payment_amount: 2500, pre_payment_amount: 0, type: 'post_payment' })
    const [refund] = (await stripe.refunds.list({ charge })).data
    expect(refund).toMatchObject({ amount: 2500, status: 'succeeded' })
    expect(note.refunds).toEqual([
      { amount_refunded: 2500, payment_record_refund: null, refund: refund?.id, type: 'refund' },
    ])
    expect((await stripe.charges.retrieve(charge)).amount_refunded).toBe(2500)
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
      amount_paid: 9000,
      amount_remaining: 0,
      post_payment_credit_notes_amount: 2500,
      status: 'paid',
    })
  })

  it.each([
    [1000, 1200, 800],
    [3000, 0, 0],
    [0, 0, 3000],
  ])('%d beside %d to the balance and %d outside make 3000', async (refunded, credit, outside) => {
    const { stripe, invoice, charge, customer } = await paid(9000)
    await stripe.creditNotes.create({
      invoice: invoice.id,
      amount: 3000,
      credit_amount: credit,
      out_of_band_amount: outside,
      refund_amount: refunded,
    })
    expect((await stripe.charges.retrieve(charge)).amount_refunded).toBe(refunded)
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: 0 - credit })
  })

  it.each([2999, 3001])('that is %d of 3000 is refused, and nothing is refunded', async (refunded) => {
    const { stripe, invoice, charge } = await paid(9000)
    const asked = stripe.creditNotes.create({ invoice: invoice.id, amount: 3000, refund_amount: refunded })
    expect((await refusalOf(asked)).statusCode).toBe(400)
    expect((await stripe.refunds.list({ charge })).data).toEqual([])
  })

  it('is never more than the charge has left: 9000 less 7000 refunded before', async () => {
    const { stripe, invoice, charge } = await paid(9000)
    await stripe.refunds.create({ charge, amount: 7000 })
    const asked = stripe.creditNotes.create({ invoice: invoice.id, amount: 2001, refund_amount: 2001 })
    expect((await refusalOf(asked)).statusCode).toBe(400)
    const note = await stripe.creditNotes.create({ invoice: invoice.id, amount: 2000, refund_amount: 2000 })
    expect(note.refunds[0]?.amount_refunded).toBe(2000)
  })

  it('is shown by a preview and not made by it', async () => {
    const { stripe, invoice, charge } = await paid(9000)
    const preview = await stripe.creditNotes.preview({ invoice: invoice.id, amount: 400, refund_amount: 400 })
    expect(preview.refunds[0]?.amount_refunded).toBe(400)
    expect((await stripe.refunds.list({ charge })).data).toEqual([])
  })

  it('needs a charge: what was paid outside cannot be refunded', async () => {
    const day = await openDay(bench)
    const { id } = await draftOf(day, [9000])
    await day.stripe.invoices.finalizeInvoice(id)
    await day.stripe.invoices.pay(id, { paid_out_of_band: true })
    const asked = day.stripe.creditNotes.create({ invoice: id, amount: 100, refund_amount: 100 })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 400, param: 'refund_amount' })
    const note = await day.stripe.creditNotes.create({ invoice: id, amount: 100, out_of_band_amount: 100 })
    expect(note).toMatchObject({ out_of_band_amount: 100, refunds: [] })
  })
})

rules(
  'SDK, CreditNoteCreateParams.refunds: amount_refunded defaults to the entire refund',
  'an existing refund',
  () => {
    it('is told of in whole or in part, but never twice', async () => {
      const { stripe, invoice, charge } = await paid(9000)
      const { id } = await stripe.refunds.create({ charge, amount: 5000 })
      const part = { invoice: invoice.id, refunds: [{ refund: id, amount_refunded: 2000 }] }
      const first = await stripe.creditNotes.create({ ...part, amount: 2000 })
      expect(first.refunds).toMatchObject([{ refund: id, amount_refunded: 2000 }])
      const whole = stripe.creditNotes.create({ invoice: invoice.id, amount: 5000, refunds: [{ refund: id }] })
      expect(await refusalOf(whole)).toMatchObject({ statusCode: 400, param: 'refunds' })
      const rest = { invoice: invoice.id, amount: 3000, refunds: [{ refund: id, amount_refunded: 3000 }] }
      expect((await stripe.creditNotes.create(rest)).post_payment_amount).toBe(3000)
      expect((await stripe.charges.retrieve(charge)).amount_refunded).toBe(5000)
    })

    it('is shown in full when asked', async () => {
      const { stripe, invoice, charge } = await paid(9000)
      const { id } = await stripe.refunds.create({ charge, amount: 700 })
      const note = await stripe.creditNotes.create({
        invoice: invoice.id,
        amount: 700,
        refunds: [{ refund: id }],
        expand: ['refunds.refund'],
      })
      expect(note.refunds[0]?.refund).toMatchObject({ object: 'refund', id, amount: 700 })
    })

    it('must be one of a payment of the invoice', async () => {
      const { stripe, invoice } = await paid(9000)
      const other = await payOnce({ stripe }, 500)
      const { id } = await stripe.refunds.create({ payment_intent: other.id })
      const asked = stripe.creditNotes.create({ invoice: invoice.id, amount: 500, refunds: [{ refund: id }] })
      expect(await refusalOf(asked)).toMatchObject({ statusCode: 400, param: 'refunds' })
    })

    it('beside a new one is refused by name', async () => {
      const { stripe, invoice, charge } = await paid(9000)
      const { id } = await stripe.refunds.create({ charge, amount: 700 })
      const asked = { invoice: invoice.id, amount: 900, refund_amount: 200, refunds: [{ refund: id }] }
      expect(await refusalOf(stripe.creditNotes.create(asked))).toMatchObject({ statusCode: 501 })
    })
  },
)

rules('SDK, CreditNote.pdf, number, memo', 'its document', () => {
  it('opens, tells the sums and the memo, and opens for nobody else', async () => {
    const { stripe, invoice } = await paid(9000)
    const { pdf, number } = await stripe.creditNotes.create({
      invoice: invoice.id,
      amount: 3000,
      credit_amount: 1000,
      memo: 'With regret',
      refund_amount: 2000,
    })
    const response = await fetch(pdf)
    expect(response.headers.get('content-type')).toBe('application/pdf')
    const text = Buffer.from(await response.arrayBuffer()).toString('latin1')
    expect(text).toMatch(/^%PDF-1\.4[\s\S]*%%EOF\n$/)
    for (const part of [`Credit note ${number}`, 'With regret', 'Total: USD 30.00', 'Refunded: USD 20.00'])
      expect(text).toContain(part)
    expect(text).toContain('Credited to the balance: USD 10.00')
    expect((await fetch(pdf.replace('test_', 'test_x'))).status).toBe(404)
  })
})
