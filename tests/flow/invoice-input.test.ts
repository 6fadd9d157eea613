// Guarantee: what an invoice can't take, what somebody else changed meanwhile, and whoever isn't finance is refused by name,
// and nothing that was entered is lost.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appRouter } from '../../server/app/staff-router.ts'
import { draftInvoice } from '../../server/features/invoices/draft-invoice.ts'
import { keepInvoice } from '../../server/features/invoices/keep-invoice.ts'
import { listCatalogue } from '../../server/features/invoices/list-catalogue.ts'
import { offerWays } from '../../server/features/invoices/offer-ways.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { seatStaff } from '../support/approvals.ts'
import { codeOf } from '../support/hostile-desk.ts'
import { type InvoiceDesk, NEWCOMER, openInvoiceDesk } from '../support/invoice-desk.ts'

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

/** An invoice of a fresh quote, for a customer of its team. */
const begun = async (over: Parameters<InvoiceDesk['quote']>[0] = {}) => {
  const quote = await at.quote({ ...fresh(), ...over })
  const { id } = await at.start(quote.id)
  const customer = await at.customer()
  await at.keep(id, { customer: { kind: 'existing', customerStripeId: customer } })
  return { id, quote, customer }
}

describe('input', () => {
  test('that an invoice can’t take is refused by name', async () => {
    const { id } = await begun()
    const memo = (text: string) => at.keep(id, { memo: text })
    const cited = `Q-refused-${number}`
    expect(await dataAfter(memo(`${cited} ${'m'.repeat(500)}`))).toMatchObject({ fault: 'too-long' })
    expect(await codeAfter(memo('Thank you'))).toBe('INVOICE_MEMO_INVALID')
    expect(await codeAfter(at.keep(id, { methods: ['sepa_debit'] }))).toBe('INVOICE_METHOD_UNSUPPORTED')
    const ways = await offerWays(at.kernel.db, id)
    expect(ways.find(({ method }) => method === 'sepa_debit')).toMatchObject({
      isPossible: false,
      words: 'Stripe takes it for EUR only, not for USD.',
    })
    await at.keep(id, { methods: [], lines: [] })
    expect(await dataAfter(at.order(id))).toMatchObject({ obstacles: [{ code: 'lines' }, { code: 'methods' }] })
  })

  test('of another currency, or gone from the catalogue, is refused', async () => {
    const { id } = await begun()
    const { id: product } = await at.stripe.products.create({ name: 'Enterprise' })
    const price = (currency: string) => at.stripe.prices.create({ product, currency, unit_amount: 24_000 })
    const [usd, eur] = [await price('usd'), await price('eur')]
    const line = { quoteLine: 0, description: 'Enterprise', quantity: 1, unitAmount: 24_000 }
    await at.keep(id, { lines: [{ ...line, priceStripeId: eur.id }] })
    expect(await dataAfter(at.order(id))).toEqual({ faults: ['Line 1: its price is in EUR, the quote in USD.'] })
    expect((await listCatalogue(at.kernel, id)).map(({ priceStripeId }) => priceStripeId)).toEqual([usd.id])
    await at.stripe.prices.update(usd.id, { active: false })
    await at.keep(id, { lines: [{ ...line, priceStripeId: usd.id }] })
    expect(await codeAfter(at.order(id))).toBe('INVOICE_LINES_INVALID')
    const quoted = { description: 'Enterprise', quantity: 1, unitAmount: 24_000, priceStripeId: null }
    const dinars = await begun({ currency: 'kwd', lines: [quoted] })
    const odd = { lines: [{ ...line, unitAmount: 24_005, priceStripeId: null }] }
    expect(await codeAfter(at.keep(dinars.id, odd))).toBe('INVOICE_LINES_INVALID')
  })

  test('of somebody who was slower is refused, with what stands there now', async () => {
    const { id } = await begun()
    const { version } = await at.read(id)
    await at.keep(id, { daysUntilDue: 14 })
    const slower = keepInvoice(at.kernel, at.by, { id, version, choices: { daysUntilDue: 60 } })
    expect(await dataAfter(slower)).toMatchObject({
      version: version + 1,
      by: 'Tobias Ronning',
      choices: { daysUntilDue: 14 },
    })
    expect(await codeAfter(draftInvoice(at.kernel, at.by, { id, version }))).toBe('INVOICE_CHANGED')
  })

  test('of anybody but finance is refused, reading is not', async () => {
    const { id, quote } = await begun()
    const staff = await seatStaff(at.kernel, `Support ${++number}`, ['support', 'approver', 'admin', 'auditor'])
    const caller = appRouter.createCaller({ kernel: at.kernel, staff, requestId: 'req_1', address: '192.0.2.7' })
    const { version } = await at.read(id)
    const ask = { requestKey: 'k'.repeat(20), reason: 'because' }
    const tries = [
      caller.invoices.start({ quoteId: quote.id }),
      caller.invoices.keep({ id, version, choices: { customer: NEWCOMER } }),
      caller.invoices.draft({ id, version }),
      caller.invoices.discard({ id, version, reason: 'because' }),
      caller.invoices.askSend({ id, version, ask }),
      caller.invoices.previewSend({ id, version }),
      caller.invoices.refresh({ id }),
      caller.invoices.findCustomers({ id }),
      caller.invoices.finishTask({ id: `ftk_${'0'.repeat(26)}`, couponRequestId: 'apr_1' }),
    ]
    for (const tried of tries) expect(await codeAfter(tried)).toBe('FORBIDDEN')
    expect((await caller.invoices.read({ id })).id).toBe(id)
    expect((await caller.invoices.list({ filter: 'all' })).rows.length).toBeGreaterThan(0)
  })
})
