import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { type Day, draftOf, openBench, openDay, refusalOf } from './support.ts'

/**
 * Credit notes (SDK, CreditNote.create; docs: "Credit notes"): first reduce what is still to pay, never below zero; what
 * goes beyond must be credited to the balance, refunded or recorded as given outside, exactly.
 */
const bench = await openBench()

const opened = async (total: number) => {
  const day = await openDay(bench)
  const { id } = await draftOf(day, [total])
  return { ...day, invoice: await day.stripe.invoices.finalizeInvoice(id) }
}

const paid = async (total: number) => {
  const day = await opened(total)
  return { ...day, invoice: await day.stripe.invoices.pay(day.invoice.id) }
}

const balanceOf = async ({ stripe, customer }: Pick<Day, 'customer' | 'stripe'>): Promise<number> => {
  const found = await stripe.customers.retrieve(customer)
  return found.deleted ? Number.NaN : found.balance
}

rules('SDK, CreditNote create: reduces amount_remaining of an open invoice', 'before payment', () => {
  it.each([
    [10_000, 3000, 7000],
    [10_000, 9999, 1],
    [500, 1, 499],
  ])('of %d, a note of %d leaves %d to pay', async (total, amount, left) => {
    const { stripe, invoice } = await opened(total)
    const note = await stripe.creditNotes.create({ invoice: invoice.id, amount })
    expect(note).toMatchObject({
      type: 'pre_payment',
      pre_payment_amount: amount,
      post_payment_amount: 0,
      total: amount,
    })
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
      total,
      amount_due: left,
      amount_remaining: left,
      pre_payment_credit_notes_amount: amount,
      status: 'open',
    })
  })

  it('of everything leaves a paid invoice on which nothing was paid', async () => {
    const { stripe, invoice } = await opened(4000)
    await stripe.creditNotes.create({ invoice: invoice.id, amount: 4000 })
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
      status: 'paid',
      amount_paid: 0,
      amount_remaining: 0,
    })
  })

  it('several add up: 10000 − 2500 − 1500, then 6000 is charged', async () => {
    const { stripe, invoice } = await opened(10_000)
    await stripe.creditNotes.create({ invoice: invoice.id, amount: 2500 })
    await stripe.creditNotes.create({ invoice: invoice.id, amount: 1500 })
    expect(await stripe.invoices.pay(invoice.id)).toMatchObject({
      amount_paid: 6000,
      pre_payment_credit_notes_amount: 4000,
    })
  })

  it('takes no credit amount', async () => {
    const { stripe, invoice } = await opened(1000)
    const asked = stripe.creditNotes.create({ invoice: invoice.id, amount: 100, credit_amount: 100 })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 400 })
  })
})

rules('SDK, CreditNote create: refund, balance and outside must equal the total', 'after payment', () => {
  it.each([
    [3000, 3000, 0],
    [3000, 0, 3000],
    [3000, 1000, 2000],
  ])('%d is %d to the balance and %d outside', async (amount, credit, outside) => {
    const day = await paid(10_000)
    const note = await day.stripe.creditNotes.create({
      invoice: day.invoice.id,
      amount,
      credit_amount: credit,
      out_of_band_amount: outside,
    })
    expect(note).toMatchObject({ type: 'post_payment', post_payment_amount: amount, out_of_band_amount: outside })
    expect(await balanceOf(day)).toBe(0 - credit)
    expect(await day.stripe.invoices.retrieve(day.invoice.id)).toMatchObject({
      status: 'paid',
      amount_paid: 10_000,
      post_payment_credit_notes_amount: amount,
    })
  })

  it('the balance transaction names the note and the next invoice uses it: 5000 − 2000', async () => {
    const day = await paid(10_000)
    const note = await day.stripe.creditNotes.create({ invoice: day.invoice.id, amount: 2000, credit_amount: 2000 })
    const transaction = note.customer_balance_transaction
    const { data } = await day.stripe.customers.listBalanceTransactions(day.customer)
    expect(data[0]).toMatchObject({ id: transaction, amount: -2000, type: 'credit_note', credit_note: note.id })
    const { id } = await draftOf(day, [5000])
    expect(await day.stripe.invoices.finalizeInvoice(id)).toMatchObject({ amount_due: 3000 })
  })

  it.each([0, 2999, 3001])('the parts must add up: %d of 3000 is refused', async (credit) => {
    const { stripe, invoice } = await paid(10_000)
    const asked = stripe.creditNotes.create({ invoice: invoice.id, amount: 3000, credit_amount: credit })
    expect((await refusalOf(asked)).statusCode).toBe(400)
  })
})

rules('SDK, CreditNote create; docs, "Credit notes": never more than was billed', 'all notes of an invoice', () => {
  it.each([
    ['open', 10_001],
    ['paid', 10_001],
  ])('never exceed it while it is %s', async (status, amount) => {
    const { stripe, invoice } = await (status === 'open' ? opened(10_000) : paid(10_000))
    const asked = stripe.creditNotes.create({ invoice: invoice.id, amount, credit_amount: amount })
    expect(await refusalOf(asked)).toMatchObject({ param: 'amount' })
  })

  it('count together: after 6000 of 10000, 4001 is too much', async () => {
    const { stripe, invoice } = await paid(10_000)
    await stripe.creditNotes.create({ invoice: invoice.id, amount: 6000, credit_amount: 6000 })
    const asked = stripe.creditNotes.create({ invoice: invoice.id, amount: 4001, credit_amount: 4001 })
    expect((await refusalOf(asked)).statusCode).toBe(400)
  })

  it('are numbered after their invoice', async () => {
    const { stripe, invoice } = await opened(10_000)
    const notes: Stripe.CreditNote[] = []
    for (const amount of [100, 200]) notes.push(await stripe.creditNotes.create({ invoice: invoice.id, amount }))
    expect(notes.map(({ number }) => number)).toEqual([`${invoice.number}-CN-01`, `${invoice.number}-CN-02`])
  })

  it('are listed by invoice', async () => {
    const { stripe, invoice } = await opened(10_000)
    const { id } = await stripe.creditNotes.create({ invoice: invoice.id, amount: 100 })
    expect((await stripe.creditNotes.list({ invoice: invoice.id })).data.map((one) => one.id)).toEqual([id])
  })

  it('need a finalised invoice', async () => {
    const day = await openDay(bench)
    const { id } = await draftOf(day, [1000])
    expect((await refusalOf(day.stripe.creditNotes.create({ invoice: id, amount: 100 }))).statusCode).toBe(400)
  })
})

rules('SDK, CreditNote create, lines', 'lines', () => {
  it('of their own are quantity × unit amount: 3 × 150 + 1 × 50', async () => {
    const { stripe, invoice } = await opened(10_000)
    const note = await stripe.creditNotes.create({
      invoice: invoice.id,
      lines: [
        { type: 'custom_line_item', description: 'Outage', unit_amount: 150, quantity: 3 },
        { type: 'custom_line_item', description: 'Delay', unit_amount: 50, quantity: 1 },
      ],
    })
    expect(note.total).toBe(500)
    expect(note.lines.data.map(({ amount }) => amount)).toEqual([450, 50])
  })

  it('of the invoice are credited up to their amount', async () => {
    const { stripe, invoice } = await opened(10_000)
    const line = { type: 'invoice_line_item' as const, invoice_line_item: invoice.lines.data[0]?.id ?? '' }
    const note = await stripe.creditNotes.create({ invoice: invoice.id, lines: [{ ...line, amount: 4000 }] })
    expect(note.lines.data[0]).toMatchObject({ amount: 4000, invoice_line_item: line.invoice_line_item })
    const asked = stripe.creditNotes.create({ invoice: invoice.id, lines: [{ ...line, amount: 10_001 }] })
    expect((await refusalOf(asked)).statusCode).toBe(400)
  })
})

rules('SDK, CreditNote preview', 'a preview', () => {
  it('is what the note will be and leaves nothing behind', async () => {
    const { stripe, invoice } = await opened(10_000)
    const preview = await stripe.creditNotes.preview({ invoice: invoice.id, amount: 2500 })
    expect(preview).toMatchObject({ total: 2500, pre_payment_amount: 2500 })
    expect((await stripe.invoices.retrieve(invoice.id)).amount_remaining).toBe(10_000)
    expect((await stripe.creditNotes.list()).data).toEqual([])
  })
})

rules('docs, "Credit notes": voiding', 'voiding', () => {
  it('asks for the money again while the invoice is open', async () => {
    const { stripe, invoice } = await opened(10_000)
    const { id } = await stripe.creditNotes.create({ invoice: invoice.id, amount: 4000 })
    expect(await stripe.creditNotes.voidCreditNote(id)).toMatchObject({ status: 'void' })
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({
      amount_remaining: 10_000,
      pre_payment_credit_notes_amount: 0,
    })
  })

  it('is refused once the invoice is paid', async () => {
    const { stripe, invoice } = await paid(1000)
    const { id } = await stripe.creditNotes.create({ invoice: invoice.id, amount: 100, credit_amount: 100 })
    expect((await refusalOf(stripe.creditNotes.voidCreditNote(id))).statusCode).toBe(400)
  })
})
