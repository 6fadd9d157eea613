// Guarantee: what a customer accepted becomes exactly one invoice: its lines, its sum to the last minor unit, the ways to
// pay of its currency, and a memo that cites the quote; it is sent once, and only after whoever has to has approved it.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPdf } from '../../server/features/invoices/open-pdf.ts'
import { drive } from '../support/approvals.ts'
import { type InvoiceDesk, NEWCOMER, openInvoiceDesk, TEAM } from '../support/invoice-desk.ts'

const sandbox = await startSandbox()
let at: InvoiceDesk

beforeAll(async () => {
  at = await openInvoiceDesk(sandbox)
})
afterAll(async () => {
  await at.desk.close()
  await sandbox.close()
})

describe('an accepted quote', () => {
  test('of three lines in dollars is drafted, approved, finalised and sent, net 30', async () => {
    const quote = await at.quote({ ticket: '#51840' })
    const { id } = await at.start(quote.id)
    await at.keep(id, { customer: NEWCOMER })
    const drafted = await at.draft(id)
    // 24,000.00 + 20 × 900.00 + 10 × 240.00
    expect(drafted.document).toMatchObject({ status: 'draft', total: { amount: 4_440_000, currency: 'usd' } })
    expect(drafted).toMatchObject({ state: 'drafted', step: 'review', comparedWith: 'draft', beforeSend: [] })
    expect(drafted.comparison.flatMap(({ differs }) => differs)).toEqual([])

    const { invoice, request } = await at.send(id)
    expect(request).toMatchObject({ state: 'done', approversNeeded: 1, outcome: { surprises: [] } })
    expect(invoice.state).toBe('sent')
    const live = await at.stripe.invoices.retrieve(invoice.document?.stripeId ?? '')
    expect(live).toMatchObject({
      status: 'open',
      collection_method: 'send_invoice',
      auto_advance: false,
      total: 4_440_000,
      description: 'Accepted quote Q-2026-131 of 17 Nov 2026, by Dolores Castellanos-Whitmore. Terms 2026-03.',
      custom_fields: [{ name: 'PO number', value: 'PO-77120' }],
      payment_settings: { payment_method_types: ['card', 'us_bank_account'] },
    })
    expect(live.metadata).toMatchObject({ countersign_quote: 'Q-2026-131', team: TEAM, ticket: '#51840' })
    // Thirty days of 86,400 seconds after it was finalised.
    expect((live.due_date ?? 0) - (live.status_transitions.finalized_at ?? 0)).toBe(2_592_000)
    expect((await at.events('invoice.sent')).map(({ data }) => 'id' in data.object && data.object.id)).toEqual([
      live.id,
    ])
    const made = await at.stripe.customers.retrieve(invoice.document?.customerStripeId ?? '')
    expect(made).toMatchObject({ email: NEWCOMER.email, metadata: { team: TEAM } })
  })

  test('has a PDF once it is finalised, and opening it is noted', async () => {
    const draft = await at.drafted({ reference: 'Q-pdf' })
    expect(await openPdf(at.kernel, at.by, draft.id).catch((error: { code: string }) => error.code)).toBe(
      'INVOICE_NOT_READY',
    )
    await at.send(draft.id)
    const { pdfUrl } = await openPdf(at.kernel, at.by, draft.id)
    const answer = await fetch(pdfUrl)
    expect(answer.headers.get('content-type')).toContain('application/pdf')
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString('latin1'),
    ).toBe('%PDF-')
    const noted = await at.kernel.db
      .selectFrom('auditEntry')
      .selectAll()
      .where('action', '=', 'invoice.pdf-opened')
      .where('subjectId', '=', draft.id)
      .execute()
    expect(noted).toHaveLength(1)
  })

  test.each([
    // 3 × 1,250.50 = 3,751.50
    { currency: 'eur', unitAmount: 125_050, total: 375_150, methods: ['card', 'customer_balance', 'sepa_debit'] },
    // 3 × ¥90,000: no minor unit, and too much for a convenience store only above ¥300,000
    { currency: 'jpy', unitAmount: 90_000, total: 270_000, methods: ['card', 'customer_balance'] },
    // 3 × 120.450: thousandths, in tens
    { currency: 'kwd', unitAmount: 120_450, total: 361_350, methods: ['card'] },
  ])('in $currency asks for exactly what was quoted', async ({ currency, unitAmount, total, methods }) => {
    const lines = [{ description: 'Enterprise, yearly', quantity: 3, unitAmount, priceStripeId: null }]
    const drafted = await at.drafted(
      { reference: `Q-${currency}`, currency, lines },
      {
        customer: { kind: 'existing', customerStripeId: await at.customer() },
      },
    )
    expect(drafted.problem).toBeNull()
    const { invoice } = await at.send(drafted.id)
    expect(invoice.document).toMatchObject({ status: 'open', total: { amount: total, currency } })
    expect(invoice.document?.methods?.toSorted()).toEqual(methods.toSorted())
  })

  test('is asked for less the customer’s credit, which the approver was told of', async () => {
    const drafted = await at.drafted({ reference: 'Q-credit' })
    const customer = drafted.document?.customerStripeId ?? ''
    await at.stripe.customers.createBalanceTransaction(customer, { amount: -50_000, currency: 'usd' })
    const { invoice, request } = await at.send(drafted.id)
    expect(request.card.warnings).toContain(
      'The customer has 500.00 USD in credit: Stripe takes it off when the invoice is finalised.',
    )
    // 44,400.00 − 500.00
    expect(invoice.document).toMatchObject({
      total: { amount: 4_440_000 },
      balanceApplied: { amount: -50_000 },
      amountDue: { amount: 4_390_000 },
    })
  })

  test('whose customer was given credit after it was approved isn’t sent', async () => {
    const drafted = await at.drafted({ reference: 'Q-credited' })
    const asked = await at.ask(drafted.id)
    await at.approve(asked.id)
    const customer = drafted.document?.customerStripeId ?? ''
    await at.stripe.customers.createBalanceTransaction(customer, { amount: -50_000, currency: 'usd' })
    await drive(at.kernel)
    expect(await at.request(asked.id)).toMatchObject({
      state: 'stale',
      outcome: {
        differences: [
          { what: 'Balance', was: '0.00 USD', now: '-500.00 USD' },
          { what: 'Amount due', was: '44400.00 USD', now: '43900.00 USD' },
        ],
      },
    })
  })

  test('that is small goes without an approver, by the policy', async () => {
    const lines = [{ description: 'Onboarding', quantity: 1, unitAmount: 50_000, priceStripeId: null }]
    const drafted = await at.drafted({ reference: 'Q-small', lines })
    const asked = await at.ask(drafted.id)
    expect(asked).toMatchObject({ approversNeeded: 0, state: 'approved' })
    await drive(at.kernel)
    expect((await at.read(drafted.id)).document?.status).toBe('open')
  })

  test('is asked for once, however often somebody clicks', async () => {
    const drafted = await at.drafted({ reference: 'Q-twice' })
    const given = { requestKey: 'k'.repeat(20), reason: 'The customer waits', isTwinMeant: false }
    const first = await at.ask(drafted.id, given)
    expect((await at.ask(drafted.id, given)).id).toBe(first.id)
    const other = { ...given, requestKey: 'o'.repeat(20) }
    expect(await at.ask(drafted.id, other).catch((error: { code: string }) => error.code)).toBe('REQUEST_TWIN_OPEN')
    const meant = { ...other, isTwinMeant: true }
    expect(await at.ask(drafted.id, meant).catch((error: { code: string }) => error.code)).toBe('INVOICE_IN_WORK')
  })
})
