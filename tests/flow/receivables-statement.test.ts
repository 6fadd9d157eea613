// Guarantee: a customer's statement is what Stripe has, adds up to what is open, and nobody sees or takes it without an
// entry in the log.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readStatement } from '../../server/features/receivables/read-statement.ts'
import { recordTaken } from '../../server/features/receivables/record-taken.ts'
import { AppError } from '../../server/kernel/errors.ts'
import {
  aCustomer,
  anOpenInvoice,
  openReceivableDesk,
  reachNow,
  type ReceivableDesk,
} from '../support/receivable-desk.ts'

let desk: ReceivableDesk
let customer: string

const by = () => ({ actor: desk.tobias, requestId: 'req_statement' })
const read = (from = '2026-01-01', to = '2026-12-31', of = customer) =>
  readStatement(desk.kernel, by(), { customerStripeId: of, from, to })

beforeAll(async () => {
  desk = await openReceivableDesk()
  customer = await aCustomer(desk, { balance: -1000 })
  // Ninety days before 20 November, when all of these are made: 22 August.
  await anOpenInvoice(desk, { customer, amount: 10_000, daysLate: 30 })
  const paid = await anOpenInvoice(desk, { customer, amount: 4000, daysLate: 30 })
  const gone = await anOpenInvoice(desk, { customer, amount: 700, daysLate: 30 })
  const credited = await anOpenInvoice(desk, { customer, amount: 5000, daysLate: 30 })
  reachNow(desk)
  await desk.stripe.invoices.pay(paid.id, { paid_out_of_band: true })
  await desk.stripe.invoices.voidInvoice(gone.id)
  await desk.stripe.creditNotes.create({ invoice: credited.id, amount: 1500 })
})
afterAll(() => desk.close())

describe('a statement', () => {
  test('tells each thing on its day and closes with what is open', async () => {
    const { currencies, customerName } = await read()
    expect(customerName).toBe('Loomfield')
    const [account, ...others] = currencies
    expect(others).toEqual([])
    expect(account?.entries.map(({ on, kind, amount }) => [on, kind, amount.amount])).toEqual([
      ['2026-08-22', 'invoice', 10_000],
      ['2026-08-22', 'invoice', 4000],
      ['2026-08-22', 'invoice', 700],
      ['2026-08-22', 'invoice', 5000],
      ['2026-08-22', 'credit-used', -1000],
      ['2026-11-20', 'paid-elsewhere', -4000],
      ['2026-11-20', 'credit-note', -1500],
      ['2026-11-20', 'void', -700],
    ])
    // 100.00 − 10.00 of credit, and 50.00 − 15.00.
    expect(account?.closing).toEqual({ amount: 12_500, currency: 'usd' })
    const open = await desk.stripe.invoices.list({ customer, status: 'open' })
    expect(open.data.reduce((sum, { amount_remaining: left }) => sum + left, 0)).toBe(12_500)
  })

  test('opens with what was before the span', async () => {
    const [account] = (await read('2026-09-01', '2026-10-31')).currencies
    expect(account).toMatchObject({ opening: { amount: 18_700 }, entries: [], closing: { amount: 18_700 } })
  })

  test('is in the log when it is read, and when it is taken out of the desk', async () => {
    desk.kernel.clock.advance(1)
    await read()
    desk.kernel.clock.advance(1)
    const taken = {
      what: 'statement',
      as: 'csv',
      customerStripeId: customer,
      from: '2026-01-01',
      to: '2026-12-31',
    } as const
    await recordTaken(desk.kernel, by(), taken)
    const entries = await desk.kernel.db
      .selectFrom('auditEntry')
      .select(['action', 'subjectId', 'details'])
      .where('action', 'in', ['customer.opened', 'statement.taken'])
      .orderBy('id', 'desc')
      .limit(2)
      .execute()
    expect(entries.map(({ action, subjectId }) => [action, subjectId])).toEqual([
      ['statement.taken', customer],
      ['customer.opened', customer],
    ])
    expect(entries[0]?.details).toContain('"as":"csv"')
  })

  test('of a deleted customer still names who it was; of nobody there is none', async () => {
    const deleted = await aCustomer(desk)
    await anOpenInvoice(desk, { customer: deleted, amount: 900, daysLate: -3 })
    await desk.stripe.customers.del(deleted)
    expect(await read('2026-01-01', '2026-12-31', deleted)).toMatchObject({ customerName: 'Loomfield' })
    const refusal = await read('2026-01-01', '2026-12-31', 'cus_nobody').catch((error: unknown) => error)
    expect(refusal instanceof AppError && refusal.code).toBe('NOT_FOUND')
  })

  test('is refused by name where it would be too long: STATEMENT_TOO_LONG', async () => {
    const page = await desk.kernel.stripe.listInvoices(customer)
    const endless = new Proxy(desk.kernel.stripe, {
      get: (target, name, self) =>
        name === 'listInvoices'
          ? () => Promise.resolve({ ...page, hasMore: true })
          : (Reflect.get(target, name, self) as unknown),
    })
    const input = { customerStripeId: customer, from: '2026-01-01', to: '2026-12-31' }
    const refusal = await readStatement({ ...desk.kernel, stripe: endless }, by(), input).catch(
      (error: unknown) => error,
    )
    expect(refusal instanceof AppError && refusal.code).toBe('STATEMENT_TOO_LONG')
  })
})
