// Guarantee: one deal that was taken down from two sources under one reference isn't invoiced twice without a word.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, expect, test } from 'vitest'
import { listInvoices } from '../../server/features/invoices/list-invoices.ts'
import { recordQuote } from '../../server/features/quotes/record-quote.ts'
import { openInvoiceDesk } from '../support/invoice-desk.ts'
import { someQuote } from '../support/quotes.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

test('a quote whose namesake of another source has an invoice is a repeat, and an approver is asked', async () => {
  const at = await openInvoiceDesk(sandbox)
  const lines = [{ description: 'Onboarding', quantity: 1, unitAmount: 10_000, priceStripeId: null }]
  const first = await at.drafted({ reference: 'Q-9', source: 'crm', lines })
  const meant = { ...at.by, isTwinMeant: true }
  const paper = await recordQuote(at.kernel, meant, someQuote({ reference: 'ｑ-9', source: '', lines }))
  await expect(at.start(paper.id)).rejects.toMatchObject({
    code: 'INVOICE_REPEATED',
    data: { invoices: [{ id: first.id }] },
  })
  const shown = await listInvoices(at.kernel, { filter: 'all', quoteId: paper.id, limit: 10 })
  expect(shown.rows.map(({ id }) => id)).toEqual([first.id])

  const second = await at.start(paper.id, 'A second onboarding, agreed on paper')
  await at.keep(second.id, { customer: { kind: 'existing', customerStripeId: await at.customer() } })
  expect((await at.draft(second.id)).others.map(({ id }) => id)).toEqual([first.id])
  // 100.00 USD alone would need nobody.
  expect((await at.ask(second.id)).approversNeeded).toBe(1)

  const other = await at.quote({ reference: 'Q-90', lines })
  expect(await at.start(other.id)).toMatchObject({ version: 1 })
  await at.desk.close()
})
