import * as fc from 'fast-check'
import { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { payOnce, useMethod } from './payment-support.ts'
import { rules } from './rules.ts'
import { type Day, DAY, draftOf, JUNE, openBench, openDay } from './support.ts'

/** Whatever happens to an invoice, its money adds up (SDK, Invoice, InvoicePayment, Charge, Refund, CreditNote). */
const bench = await openBench()

interface Till extends Day {
  readonly id: string
  readonly step: { now: number }
}

type Act = (till: Till, amount: number) => Promise<unknown>

const anyCharge = async ({ stripe }: Till, at: number): Promise<string> => {
  const { data } = await stripe.charges.list()
  return data[at % Math.max(1, data.length)]?.id ?? 'ch_none'
}

const acts: Readonly<Record<string, Act>> = {
  pay: ({ stripe, id }) => stripe.invoices.pay(id),
  payOutside: ({ stripe, id }) => stripe.invoices.pay(id, { paid_out_of_band: true }),
  attach: async (till, amount) => {
    const { id: intent } = await payOnce(till, amount, { customer: till.customer })
    return till.stripe.invoices.attachPayment(till.id, { payment_intent: intent })
  },
  refund: async (till, amount) => till.stripe.refunds.create({ charge: await anyCharge(till, amount), amount }),
  noteBefore: ({ stripe, id }, amount) => stripe.creditNotes.create({ invoice: id, amount }),
  noteRefund: ({ stripe, id }, amount) => stripe.creditNotes.create({ invoice: id, amount, refund_amount: amount }),
  noteBalance: ({ stripe, id }, amount) => stripe.creditNotes.create({ invoice: id, amount, credit_amount: amount }),
  noteLinked: async ({ stripe, id }, amount) => {
    const refund = (await stripe.refunds.list()).data[0]?.id ?? 're_none'
    return stripe.creditNotes.create({ invoice: id, amount, refunds: [{ refund, amount_refunded: amount }] })
  },
  voidNote: async ({ stripe }) =>
    stripe.creditNotes.voidCreditNote((await stripe.creditNotes.list()).data[0]?.id ?? ''),
  debit: (till) => useMethod(till, 'pm_usBankAccount_success'),
  badDebit: (till) => useMethod(till, 'pm_usBankAccount_insufficientFunds'),
  badCard: (till) => useMethod(till, 'pm_card_chargeCustomerFail'),
  lateRefunds: (till) => useMethod(till, 'pm_card_refundFail'),
  wait: ({ control, step }) => {
    step.now += 3 * DAY
    return Promise.resolve(control.advanceTo(step.now))
  },
  void: ({ stripe, id }) => stripe.invoices.voidInvoice(id),
}

const attempt = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError) || (error.statusCode ?? 500) === 500) throw error
  }
}

const sum = (amounts: readonly (number | null)[]): number => amounts.reduce<number>((all, one) => all + (one ?? 0), 0)

const checkInvoice = async ({ stripe, id }: Till): Promise<void> => {
  const invoice = await stripe.invoices.retrieve(id, { expand: ['payments.data.payment.payment_intent'] })
  const payments = invoice.payments?.data ?? []
  expect(sum(payments.map(({ amount_paid: paid }) => paid))).toBe(invoice.amount_paid)
  expect(invoice.amount_remaining).toBe(invoice.amount_due - invoice.amount_paid)
  expect(invoice.amount_remaining).toBeGreaterThanOrEqual(0)
  const open = payments.filter(({ status }) => status === 'open')
  expect(open.map(({ amount_requested: asked }) => asked)).toEqual(
    invoice.status === 'open' ? [invoice.amount_remaining] : [],
  )
  expect(open.map(({ payment }) => (payment.payment_intent as Stripe.PaymentIntent).amount)).toEqual(
    open.map(({ amount_requested: asked }) => asked),
  )
}

const checkRefunds = async ({ stripe }: Till): Promise<void> => {
  const { data: refunds } = await stripe.refunds.list({ limit: 100 })
  for (const charge of (await stripe.charges.list({ limit: 100 })).data) {
    const given = refunds.filter(
      (one) => one.charge === charge.id && !['canceled', 'failed'].includes(one.status ?? ''),
    )
    expect(charge.amount_refunded).toBe(sum(given.map(({ amount }) => amount)))
    expect(charge.amount_refunded).toBeLessThanOrEqual(charge.amount)
    expect(charge.refunded).toBe(charge.amount_refunded > 0 && charge.amount_refunded === charge.amount)
  }
}

const idOf = (refund: Stripe.Refund | string): string => (typeof refund === 'string' ? refund : refund.id)

const checkNotes = async ({ stripe, id }: Till): Promise<void> => {
  const { data: notes } = await stripe.creditNotes.list({ invoice: id, limit: 100 })
  const told = new Map<string, number>()
  for (const note of notes) {
    for (const { refund, amount_refunded: amount } of note.refunds)
      told.set(idOf(refund), (told.get(idOf(refund)) ?? 0) + amount)
    if (note.refunds.length > 0)
      expect(note.post_payment_amount).toBe(sum(note.refunds.map((one) => one.amount_refunded)))
  }
  for (const [refund, amount] of told)
    expect(amount).toBeLessThanOrEqual((await stripe.refunds.retrieve(refund)).amount)
}

const steps = fc.array(
  fc.record({ act: fc.constantFrom(...Object.keys(acts)), amount: fc.integer({ min: 50, max: 4000 }) }),
  { minLength: 3, maxLength: 14 },
)

rules('SDK, Invoice.amount_remaining, InvoicePayment.amount_paid, Charge.amount_refunded', 'any dealings', () => {
  it('keep an invoice, its payments, their refunds and its notes in step', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const day = await openDay(bench)
        const { id } = await draftOf(day, [5000], { auto_advance: false })
        await day.stripe.invoices.finalizeInvoice(id)
        const till = { ...day, id, step: { now: JUNE } }
        for (const { act, amount } of history) {
          await attempt(acts[act]?.(till, amount) ?? Promise.resolve())
          await checkInvoice(till)
        }
        await checkRefunds(till)
        await checkNotes(till)
      }),
      { numRuns: 25, seed: 20_261_121 },
    )
  }, 60_000)
})
