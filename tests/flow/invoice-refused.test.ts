// Guarantee: nothing is invoiced that isn't the accepted quote or a difference somebody accepted as it reads; what moved
// since, what is gone, and whoever may not, is refused by name, and nothing that was entered is lost.
import { type Quote, type QuoteContent, quoteContentSchema } from '@countersign/shared/features/quotes'
import { startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appRouter } from '../../server/app/staff-router.ts'
import { compareInvoice } from '../../server/features/invoices/compare-invoice.ts'
import { discardInvoice } from '../../server/features/invoices/discard-invoice.ts'
import { changeQuote } from '../../server/features/quotes/change-quote.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { drive } from '../support/approvals.ts'
import { codeOf } from '../support/hostile-desk.ts'
import { type InvoiceDesk, openInvoiceDesk } from '../support/invoice-desk.ts'
import { someQuote } from '../support/quotes.ts'

const sandbox = await startSandbox()
let at: InvoiceDesk
let number = 0

beforeAll(async () => {
  at = await openInvoiceDesk(sandbox)
})
afterAll(async () => {
  await at.desk.close()
  await sandbox.close()
})

const fresh = () => ({ reference: `Q-refused-${++number}` })
const codeAfter = (work: Promise<unknown>): Promise<string> => work.then(() => 'done', codeOf)
const dataAfter = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? error.data : null),
  )

const contentOf = (quote: Quote): QuoteContent => quoteContentSchema.strip().parse(quote)

/** An invoice of a fresh quote, for a customer of its team. */
const begun = async (over: Parameters<InvoiceDesk['quote']>[0] = {}) => {
  const quote = await at.quote({ ...fresh(), ...over })
  const { id } = await at.start(quote.id)
  const customer = await at.customer()
  await at.keep(id, { customer: { kind: 'existing', customerStripeId: customer } })
  return { id, quote, customer }
}

describe('a quote', () => {
  test('is invoiced once; again only with a reason, and then an approver is asked whatever the sum', async () => {
    const lines = [{ description: 'Onboarding', quantity: 1, unitAmount: 10_000, priceStripeId: null }]
    const first = await at.drafted({ ...fresh(), lines })
    const { quote } = first
    expect(await codeAfter(at.start(quote.id))).toBe('INVOICE_REPEATED')
    expect(await dataAfter(at.start(quote.id))).toMatchObject({ invoices: [{ id: first.id }] })

    const second = await at.start(quote.id, 'The customer lost a subsidiary’s copy')
    await at.keep(second.id, { customer: { kind: 'existing', customerStripeId: await at.customer() } })
    const drafted = await at.draft(second.id)
    expect(drafted.others.map(({ id }) => id)).toEqual([first.id])
    // 100.00 USD alone would need nobody.
    const asked = await at.ask(second.id)
    expect(asked.approversNeeded).toBe(1)
    const { card } = await at.request(asked.id)
    expect(card.warnings).toContain('The quote was invoiced before: The customer lost a subsidiary’s copy')
  })

  test('whose only invoice was discarded is invoiced without a reason', async () => {
    const { id, quote } = await begun()
    const drafted = await at.draft(id)
    const stripeId = drafted.document?.stripeId ?? ''
    await discardInvoice(at.kernel, at.by, { id, version: drafted.version, reason: 'The order was taken back' })
    await drive(at.kernel)
    expect(await at.read(id)).toMatchObject({ state: 'discarded', document: null })
    expect(await at.kernel.stripe.readInvoiceDocument(stripeId)).toBeNull()
    expect(await codeAfter(at.start(quote.id))).toBe('done')
  })

  test('that was changed before its draft is invoiced as it reads now, or begun anew', async () => {
    const { id, quote } = await begun()
    const [line] = quote.lines
    const fewer = someQuote({ ...contentOf(quote), lines: line ? [line] : [], ticket: '#7' })
    const changed = await changeQuote(at.kernel, at.by, { id: quote.id, changedAt: quote.changedAt, content: fewer })
    const drafted = await at.draft(id)
    expect(drafted.comparison.map(({ differs }) => differs)).toEqual([[], ['added'], ['added']])
    expect(changed.ticket).toBe('#7')
    expect((await at.stripe.invoices.retrieve(drafted.document?.stripeId ?? '')).metadata?.['ticket']).toBe('#7')

    const other = await begun()
    const euros = someQuote({ ...contentOf(other.quote), currency: 'eur' })
    await changeQuote(at.kernel, at.by, { id: other.quote.id, changedAt: other.quote.changedAt, content: euros })
    expect(await dataAfter(at.order(other.id))).toMatchObject({ obstacles: [{ code: 'lines' }] })
  })

  test('stands as it was accepted once a draft was ordered', async () => {
    const { id, quote } = await begun()
    await at.order(id)
    const change = { id: quote.id, changedAt: quote.changedAt, content: someQuote({ ...quote, note: 'cheaper' }) }
    expect(await codeAfter(changeQuote(at.kernel, at.by, change))).toBe('QUOTE_INVOICED')
    await drive(at.kernel)
  })
})

describe('what differs from the quote', () => {
  const cheaper = (quote: Awaited<ReturnType<typeof begun>>['quote']) =>
    quote.lines.map((line, place) => ({ ...line, quoteLine: place, ...(place === 2 ? { quantity: 12 } : {}) }))

  test('has to be accepted as it reads; another change makes that worth nothing', async () => {
    const { id, quote } = await begun()
    await at.keep(id, { lines: cheaper(quote) })
    const drafted = await at.draft(id)
    // 2 × 240.00
    expect(drafted.difference).toEqual({ amount: 48_000, currency: 'usd' })
    expect(drafted.beforeSend).toEqual([
      {
        code: 'difference',
        words:
          'Quoted Development instance, yearly: 10 × 240.00 USD; invoiced Development instance, yearly: 12 × 240.00 USD (+480.00 USD)',
      },
    ])
    expect(await codeAfter(at.ask(id))).toBe('INVOICE_NOT_READY')

    const open = drafted.comparison.find(({ differs }) => differs.length > 0)
    const accepted = [{ key: open?.key ?? '', words: 'Two more, agreed by e-mail on 18 Nov' }]
    await at.keep(id, { accepted })
    expect((await at.read(id)).beforeSend).toEqual([])

    // One more: what was accepted isn't what stands there.
    const more = { ...cheaper(quote)[2], quoteLine: 2, description: 'Development instance, yearly', quantity: 13 }
    const lines = cheaper(quote).map((line, place) => (place === 2 ? { ...line, ...more } : line))
    await at.keep(id, { lines })
    expect((await at.draft(id)).beforeSend.map(({ code }) => code)).toEqual(['difference'])
    expect(await codeAfter(at.ask(id))).toBe('INVOICE_NOT_READY')
  })

  test('also when somebody added it at Stripe', async () => {
    const { id, customer } = await begun()
    const { document } = await at.draft(id)
    await at.stripe.invoiceItems.create({
      customer,
      invoice: document?.stripeId ?? '',
      amount: -5000,
      currency: 'usd',
      description: 'A friend’s discount',
    })
    const after = await at.read(id)
    expect(after.beforeSend).toEqual([
      { code: 'difference', words: 'Not quoted: A friend’s discount: 1 × -50.00 USD (-50.00 USD)' },
    ])
    expect(await codeAfter(at.ask(id))).toBe('INVOICE_NOT_READY')
  })

  test('is told while it is typed, and keeps nothing', async () => {
    const { id, quote } = await begun()
    const { lines, difference } = await compareInvoice(at.kernel, { id, lines: cheaper(quote).slice(1) })
    // −24,000.00 + 480.00
    expect(difference).toEqual({ amount: -2_352_000, currency: 'usd' })
    expect(lines.map(({ differs }) => differs)).toEqual([['missing'], [], ['quantity']])
    expect((await at.read(id)).difference.amount).toBe(0)
  })
})

describe('a draft', () => {
  test('that somebody edited at Stripe after it was approved isn’t sent', async () => {
    const { id } = await begun()
    const { document } = await at.draft(id)
    const asked = await at.ask(id)
    await at.approve(asked.id)
    await at.stripe.invoices.update(document?.stripeId ?? '', { description: 'Something else, Q-refused' })
    await drive(at.kernel)
    expect(await at.request(asked.id)).toMatchObject({
      state: 'stale',
      outcome: { differences: [{ what: 'Memo', now: 'Something else, Q-refused' }] },
    })
    expect((await at.stripe.invoices.retrieve(document?.stripeId ?? '')).status).toBe('draft')
    // It can be changed and asked for anew.
    const after = await at.read(id)
    expect(after.state).toBe('drafted')
    expect(after.chain.find(({ link }) => link === 'approval')?.text).toBe('stale, not asked for again')
    await at.keep(id, { methods: ['card'] })
    expect((await at.read(id)).beforeSend.map(({ code }) => code)).toEqual(['outdated'])
    expect(await codeAfter(at.ask(id))).toBe('INVOICE_NOT_READY')
    // Nor past the wizard, by asking for the stale request again.
    const caller = appRouter.createCaller({
      kernel: at.kernel,
      staff: at.tobias,
      requestId: 'req_1',
      address: '192.0.2.7',
    })
    const renewed = caller.approvals.renew({ id: asked.id, requestKey: 'r'.repeat(20) })
    expect(await codeAfter(renewed)).toBe('INVOICE_NOT_READY')
    await at.draft(id)
    expect((await at.send(id)).request.state).toBe('done')
  })

  test('can’t be changed while it is asked for', async () => {
    const { id } = await begun()
    await at.draft(id)
    await at.ask(id)
    expect(await codeAfter(at.keep(id, { daysUntilDue: 1 }))).toBe('INVOICE_IN_WORK')
    expect(await codeAfter(at.order(id))).toBe('INVOICE_IN_WORK')
  })

  test('that somebody deleted at Stripe is told, and can be made again', async () => {
    const { id } = await begun()
    const { document } = await at.draft(id)
    await at.stripe.invoices.del(document?.stripeId ?? '')
    expect((await at.read(id)).beforeSend.map(({ code }) => code)).toEqual(['gone'])
    expect(await codeAfter(at.ask(id))).toBe('INVOICE_NOT_READY')
    expect((await at.draft(id)).document?.status).toBe('draft')
  })

  test('isn’t replaced once somebody finalised it at Stripe', async () => {
    const { id, customer } = await begun()
    const { document } = await at.draft(id)
    await at.stripe.invoices.finalizeInvoice(document?.stripeId ?? '')
    await at.keep(id, { daysUntilDue: 10 })
    expect(await codeAfter(at.order(id))).toBe('INVOICE_FINALISED')
    expect((await at.invoicesOf(customer)).map(({ status }) => status)).toEqual(['open'])
  })
})
