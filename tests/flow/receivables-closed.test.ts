// Guarantee: an invoice is voided, written off, marked as paid or credited once, on another person's word over what was
// shown, and not at all when it was paid meanwhile; whatever becomes of Stripe's answer.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ACTIONS } from '../../server/app/actions.ts'
import { readRequest } from '../../server/features/approvals/read-request.ts'
import { toInvoiceCreditNote } from '../../server/adapters/stripe/map-invoice-document.ts'
import { readInvoiceFacts } from '../../server/features/receivables/read-invoice-facts.ts'
import { listReceivables } from '../../server/features/receivables/list-receivables.ts'
import { readHistory } from '../../server/features/receivables/read-history.ts'
import { findReceivable } from '../../server/features/receivables/store.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { decide, drive } from '../support/approvals.ts'
import {
  aCustomer,
  anOpenInvoice,
  askAboutInvoice,
  openReceivableDesk,
  reachNow,
  type ReceivableDesk,
  refresh,
} from '../support/receivable-desk.ts'

/** Longer than anything that was sent can be under way. */
const QUIET_MS = 11 * 60_000
const ROUNDS = 4

let desk: ReceivableDesk
let customer: string

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
const usd = (amount: number) => ({ amount, currency: 'usd' })

beforeAll(async () => {
  desk = await openReceivableDesk()
  customer = await aCustomer(desk, { metadata: { team: 'loom' } })
  reachNow(desk)
})
afterAll(() => desk.close())

const anInvoice = (amount = 40_000) => anOpenInvoice(desk, { customer, amount, daysLate: -30 })
const ask = (kind: string, payload: { invoiceStripeId: string; [more: string]: unknown }) =>
  askAboutInvoice(desk, kind, payload)

const approve = (id: string) => {
  const { kernel, jonas } = desk
  return decide(kernel, { ...jonas, actor: { ...jonas.actor, confirmedAt: kernel.clock.now() } }, id)
}

const carryOut = async (id: string) => {
  await approve(id)
  for (let round = 0; round < ROUNDS; round++) {
    await drive(desk.kernel)
    desk.kernel.clock.advance(QUIET_MS)
  }
  return readRequest(desk.kernel, desk.jonas.actor, ACTIONS, id)
}

const entriesOf = (action: string, invoice: string) =>
  desk.kernel.db
    .selectFrom('auditEntry')
    .select('details')
    .where('action', '=', action)
    .where('subjectId', '=', invoice)
    .execute()

const CLOSINGS = [
  { kind: 'invoice.void', more: {}, status: 'void', entry: 'invoice.voided', path: 'void' },
  {
    kind: 'invoice.uncollectible',
    more: {},
    status: 'uncollectible',
    entry: 'invoice.written-off',
    path: 'mark_uncollectible',
  },
  {
    kind: 'invoice.paid-out-of-band',
    more: { reference: 'WIRE 4711', paidOn: '2026-11-19' },
    status: 'paid',
    entry: 'invoice.paid-elsewhere',
    path: 'pay',
  },
] as const

describe.each(CLOSINGS)('$kind', ({ kind, more, status, entry, path }) => {
  test('waits for another person, is done once, and leaves the list', async () => {
    const { id: invoiceStripeId, number } = await anInvoice()
    await refresh(desk)
    const { id, state, approversNeeded } = await ask(kind, { invoiceStripeId, ...more })
    expect([state, approversNeeded]).toEqual(['requested', 1])
    await drive(desk.kernel)
    expect((await desk.stripe.invoices.retrieve(invoiceStripeId)).status).toBe('open')
    const { rows } = await listReceivables(desk.kernel, desk.tobias)
    expect(rows.find(({ stripeId }) => stripeId === invoiceStripeId)?.openRequest).toEqual({ id, kind })

    const request = await carryOut(id)
    expect(request).toMatchObject({ state: 'done', outcome: { kind: 'done', surprises: [] } })
    expect(request.card.title).toContain(number)
    expect((await desk.stripe.invoices.retrieve(invoiceStripeId)).status).toBe(status)
    expect(await findReceivable(desk.kernel.db, invoiceStripeId)).toMatchObject({ state: 'closed', closedAs: status })
    expect(await entriesOf(entry, invoiceStripeId)).toHaveLength(1)
    expect((await readHistory(desk.kernel, invoiceStripeId)).requests).toMatchObject([{ id, kind, state: 'done' }])
  })

  test('is stale once it was paid meanwhile, by name, and nothing is sent', async () => {
    const { id: invoiceStripeId } = await anInvoice()
    const { id } = await ask(kind, { invoiceStripeId, ...more })
    await desk.stripe.invoices.pay(invoiceStripeId, { paid_out_of_band: true })
    const request = await carryOut(id)
    expect(request.state).toBe('stale')
    expect(request.outcome).toMatchObject({ differences: [{ what: 'Status', was: 'open', now: 'paid' }, {}, {}] })
    expect((await desk.stripe.invoices.retrieve(invoiceStripeId)).status).toBe('paid')
  })

  test.each(['error_before', 'error_after', 'drop_after'] as const)('%s: done once all the same', async (fault) => {
    const { id: invoiceStripeId } = await anInvoice()
    const { id } = await ask(kind, { invoiceStripeId, ...more })
    desk.sandbox.addFault({ kind: fault, method: 'POST', path: `/v1/invoices/${invoiceStripeId}/${path}`, times: 1 })
    expect((await carryOut(id)).state).toBe('done')
    expect((await desk.stripe.invoices.retrieve(invoiceStripeId)).status).toBe(status)
    expect(await entriesOf(entry, invoiceStripeId)).toHaveLength(1)
  })

  test('is refused for an invoice that is paid, or that Stripe doesn’t know', async () => {
    const { id: invoiceStripeId } = await anInvoice()
    await desk.stripe.invoices.pay(invoiceStripeId, { paid_out_of_band: true })
    expect(await ask(kind, { invoiceStripeId, ...more }).catch(codeOf)).toBe('INVOICE_NOT_OPEN')
    expect(await ask(kind, { invoiceStripeId: 'in_nobody', ...more }).catch(codeOf)).toBe('INVOICE_GONE')
  })
})

describe('a payment elsewhere', () => {
  const payment = { reference: 'WIRE 4712', paidOn: '2026-11-19' }

  test('keeps its reference on the card and in the log', async () => {
    const { id: invoiceStripeId } = await anInvoice()
    const { id } = await ask('invoice.paid-out-of-band', { invoiceStripeId, ...payment })
    const { card } = await carryOut(id)
    expect(card.lines).toContainEqual({ label: 'Reference of the payment', before: null, after: 'WIRE 4712' })
    const [entry] = await entriesOf('invoice.paid-elsewhere', invoiceStripeId)
    expect(JSON.parse(entry?.details ?? '{}')).toMatchObject({ ...payment, request: id, customer })
  })

  test('can’t lie in the future', async () => {
    const { id: invoiceStripeId } = await anInvoice()
    const asked = ask('invoice.paid-out-of-band', { invoiceStripeId, ...payment, paidOn: '2026-12-24' })
    expect(await asked.catch(codeOf)).toBe('PAID_DAY_TO_COME')
  })
})

describe('a credit note', () => {
  const note = { reason: 'order_change', memo: 'Two seats fewer', paidPart: 'none' } as const

  test('of 150.00 on an open 400.00 leaves 250.00 to be paid', async () => {
    const { id: invoiceStripeId } = await anInvoice()
    await refresh(desk)
    const { id } = await ask('invoice.credit-note', { invoiceStripeId, ...note, amount: usd(15_000) })
    expect((await carryOut(id)).state).toBe('done')
    expect((await desk.stripe.invoices.retrieve(invoiceStripeId)).amount_remaining).toBe(25_000)
    expect(await findReceivable(desk.kernel.db, invoiceStripeId)).toMatchObject({ state: 'open', remaining: 25_000 })
  })

  test('on a paid invoice goes to the customer’s credit', async () => {
    const payer = await aCustomer(desk)
    const { id: invoiceStripeId } = await anOpenInvoice(desk, { customer: payer, amount: 9000, daysLate: -3 })
    await desk.stripe.invoices.pay(invoiceStripeId, { paid_out_of_band: true })
    const { id } = await ask('invoice.credit-note', {
      invoiceStripeId,
      ...note,
      paidPart: 'balance',
      amount: usd(2000),
    })
    expect((await carryOut(id)).state).toBe('done')
    expect(await desk.stripe.customers.retrieve(payer)).toMatchObject({ balance: -2000 })
  })

  test.each(['error_before', 'error_after', 'drop_after'] as const)('%s: one note all the same', async (fault) => {
    const { id: invoiceStripeId } = await anInvoice()
    const { id } = await ask('invoice.credit-note', { invoiceStripeId, ...note, amount: usd(700) })
    desk.sandbox.addFault({ kind: fault, method: 'POST', path: '/v1/credit_notes', times: 1 })
    expect((await carryOut(id)).state).toBe('done')
    expect((await desk.stripe.creditNotes.list({ invoice: invoiceStripeId })).data).toHaveLength(1)
  })

  test('is refused above what is left, in another currency, and with a paid part that there isn’t', async () => {
    const { id: invoiceStripeId } = await anInvoice()
    const refused = (more: object) =>
      ask('invoice.credit-note', { invoiceStripeId, ...note, amount: usd(40_000), ...more }).catch(codeOf)
    expect(await refused({ amount: usd(40_001) })).toBe('CREDIT_NOTE_TOO_MUCH')
    expect(await refused({ amount: { amount: 1, currency: 'eur' } })).toBe('CURRENCY_DIFFERS')
    expect(await refused({ paidPart: 'balance' })).toBe('CREDIT_NOTE_PAID_PART')
    await desk.stripe.invoices.pay(invoiceStripeId, { paid_out_of_band: true })
    expect(await refused({})).toBe('CREDIT_NOTE_PAID_PART')
  })
})

test('a credit note that was voided at Stripe takes nothing off', async () => {
  const { id: invoiceStripeId } = await anInvoice(10_000)
  const note = await desk.stripe.creditNotes.create({ invoice: invoiceStripeId, amount: 4000 })
  await desk.stripe.creditNotes.create({ invoice: invoiceStripeId, amount: 1000 })
  const { stripe } = desk.kernel
  // The sandbox voids no credit notes: what Stripe answers of one is put in place of it.
  const voided = toInvoiceCreditNote({ ...note, status: 'void' })
  const listCreditNotes = async (id: string) =>
    (await stripe.listCreditNotes(id)).map((one) => (one.stripeId === note.id ? voided : one))
  // 50.00 were noted; 40.00 of them are void.
  expect((await readInvoiceFacts(desk.kernel, invoiceStripeId)).creditNoted).toEqual(usd(5000))
  const facts = await readInvoiceFacts({ stripe: { ...stripe, listCreditNotes } }, invoiceStripeId)
  expect(facts.creditNoted).toEqual(usd(1000))
})
