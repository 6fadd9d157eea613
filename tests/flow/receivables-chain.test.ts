// Guarantee: whatever receivables learn of an invoice made from a quote moves its chain: paid elsewhere on another person's
// word at once, paid at Stripe with the next round, also what was never seen
// open or was written off.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askApproval } from '../../server/features/approvals/index.ts'
import { refreshInvoice } from '../../server/features/invoices/refresh-invoice.ts'
import { markPaidElsewhere } from '../../server/features/receivables/index.ts'
import { keepDocument } from '../../server/features/receivables/keep-document.ts'
import { nameInvoiceSubject } from '../../server/features/receivables/name-invoice-subject.ts'
import { findReceivable } from '../../server/features/receivables/store.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { drive, someAsk } from '../support/approvals.ts'
import { type InvoiceDesk, openInvoiceDesk } from '../support/invoice-desk.ts'
import { refresh } from '../support/receivable-desk.ts'

const sandbox = await startSandbox()
let at: InvoiceDesk

beforeAll(async () => {
  at = await openInvoiceDesk(sandbox)
})
afterAll(async () => {
  await at.desk.close()
  await sandbox.close()
})

const sent = async (reference: string) => {
  const { id } = await at.drafted({ reference })
  const { invoice } = await at.send(id)
  return { id, invoiceStripeId: invoice.document?.stripeId ?? '' }
}
const paidLink = async (id: string) => {
  const { chain } = await at.read(id)
  return chain.find(({ link }) => link === 'paid')?.state
}

describe('the chain of a quote', () => {
  test('goes on once its invoice was marked as paid elsewhere', async () => {
    const { id, invoiceStripeId } = await sent('Q-elsewhere')
    await refresh(at.desk)
    expect(await paidLink(id)).not.toBe('done')
    const subject = await nameInvoiceSubject(at.kernel, invoiceStripeId)
    const payload = { invoiceStripeId, reference: 'WIRE 4711', paidOn: '2026-11-20' }
    const asked = await askApproval(at.kernel, at.by, markPaidElsewhere, { subject, payload, ask: someAsk() })
    await at.approve(asked.id)
    await drive(at.kernel)
    expect(await at.request(asked.id)).toMatchObject({ state: 'done' })
    expect(await paidLink(id)).toBe('done')
  })

  test('isn’t set back by a page that was read before and written after', async () => {
    const { id, invoiceStripeId } = await sent('Q-overtaken')
    const asOf = at.kernel.clock.now()
    const before = await at.kernel.stripe.readInvoiceDocument(invoiceStripeId)
    await at.stripe.invoices.pay(invoiceStripeId, { paid_out_of_band: true })
    at.kernel.clock.advance(1000)
    const after = await at.kernel.stripe.readInvoiceDocument(invoiceStripeId)
    if (!before || !after) throw new Error('the invoice is gone')
    const keep = (document: typeof before, when: number) =>
      inTransaction(at.kernel.db, (tx) => keepDocument(at.kernel, tx, { document, asOf: when }))
    await keep(after, at.kernel.clock.now())
    await keep(before, asOf)
    expect(await paidLink(id)).toBe('done')
    expect(await findReceivable(at.kernel.db, invoiceStripeId)).toMatchObject({ state: 'closed', closedAs: 'paid' })
  })

  test('goes on with the round that finds it paid', async () => {
    const { id, invoiceStripeId } = await sent('Q-paid')
    await refresh(at.desk)
    await at.stripe.invoices.pay(invoiceStripeId, { paid_out_of_band: true })
    expect(await paidLink(id)).not.toBe('done')
    at.kernel.clock.advance(60_000)
    await refresh(at.desk)
    expect(await paidLink(id)).toBe('done')
  })

  test('goes on for an invoice that was paid before any round saw it open', async () => {
    const { id, invoiceStripeId } = await sent('Q-at-once')
    await at.stripe.invoices.pay(invoiceStripeId, { paid_out_of_band: true })
    expect(await findReceivable(at.kernel.db, invoiceStripeId)).toBeUndefined()
    at.kernel.clock.advance(60_000)
    await refresh(at.desk)
    expect(await paidLink(id)).toBe('done')
  })

  test('goes on for one that was written off and paid after all', async () => {
    const { id, invoiceStripeId } = await sent('Q-written-off')
    await refresh(at.desk)
    await at.stripe.invoices.markUncollectible(invoiceStripeId)
    at.kernel.clock.advance(60_000)
    await refresh(at.desk)
    expect(await paidLink(id)).not.toBe('done')
    await at.stripe.invoices.pay(invoiceStripeId, { paid_out_of_band: true })
    at.kernel.clock.advance(60_000)
    await refresh(at.desk)
    expect(await paidLink(id)).toBe('done')
    expect(await findReceivable(at.kernel.db, invoiceStripeId)).toMatchObject({ closedAs: 'paid' })
  })

  test('is asked about once more only while its invoice may change', async () => {
    const { invoiceStripeId } = await sent('Q-over')
    await at.stripe.invoices.pay(invoiceStripeId, { paid_out_of_band: true })
    at.kernel.clock.advance(60_000)
    await refresh(at.desk)
    const seenAt = (await findReceivable(at.kernel.db, invoiceStripeId))?.asOf
    at.kernel.clock.advance(60_000)
    await refresh(at.desk)
    expect((await findReceivable(at.kernel.db, invoiceStripeId))?.asOf).toBe(seenAt)
  })

  test('isn’t set back by somebody’s own look that was overtaken', async () => {
    const { id, invoiceStripeId } = await sent('Q-slow-look')
    const { stripe } = at.kernel
    const readInvoiceDocument = async (which: string) => {
      const before = await stripe.readInvoiceDocument(which)
      await at.stripe.invoices.pay(invoiceStripeId, { paid_out_of_band: true })
      at.kernel.clock.advance(1000)
      await refreshInvoice(at.kernel, at.by, id)
      return before
    }
    at.kernel.clock.advance(1000)
    await refreshInvoice({ ...at.kernel, stripe: { ...stripe, readInvoiceDocument } }, at.by, id)
    expect(await paidLink(id)).toBe('done')
  })
})
