// Guarantee: whatever Stripe answers while an invoice is made and sent (an error before or after its work, nothing at all,
// nonsense, a limit), there is one customer, one draft, one invoice and one mail in the end.
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { drive } from '../support/approvals.ts'
import { type InvoiceDesk, NEWCOMER, openInvoiceDesk } from '../support/invoice-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

const FAULTS = ['rate_limit', 'error_before', 'error_after', 'drop_before', 'drop_after', 'nonsense'] as const

/** Stripe's client sends once more by itself what a connection lost that it had kept open. */
const timesOf = (kind: (typeof FAULTS)[number]): number => (kind.startsWith('drop') ? 2 : 1)

/** A quarter of an hour goes by, over which nothing can be under way any more. */
const driveLong = async (at: InvoiceDesk) => {
  for (let minutes = 0; minutes < 16; minutes++) {
    await drive(at.kernel)
    at.moveTo(at.kernel.clock.now() + 60_000)
  }
}

/** Whether the fault was met at all. */
const hasFailed = async ({ kernel }: InvoiceDesk): Promise<boolean> => {
  const rows = await kernel.db.selectFrom('executionAttempt').select('outcome').where('act', '=', 'send').execute()
  return rows.some(({ outcome }) => outcome !== 'done')
}

describe.each(FAULTS)('%s', (kind) => {
  test.each(['/v1/customers', '/v1/invoices', '/v1/invoices/*/add_lines'])('at %s: one draft', async (path) => {
    const at = await openInvoiceDesk(sandbox)
    const { id } = await at.start((await at.quote()).id)
    await at.keep(id, { customer: NEWCOMER })
    await at.order(id)
    sandbox.addFault({ kind, key: at.key, method: 'POST', path, times: timesOf(kind) })
    await driveLong(at)
    const drafted = await at.read(id)
    expect(drafted).toMatchObject({ state: 'drafted', problem: null })
    expect(await hasFailed(at)).toBe(true)
    // 24,000.00 + 20 × 900.00 + 10 × 240.00
    expect(drafted.document?.total).toEqual({ amount: 4_440_000, currency: 'usd' })
    expect((await at.stripe.customers.list()).data).toHaveLength(1)
    expect((await at.stripe.invoices.list()).data).toHaveLength(1)
    await at.desk.close()
  })

  test.each(['/v1/invoices/*/finalize', '/v1/invoices/*/send'])('at %s: one invoice, one mail', async (path) => {
    const at = await openInvoiceDesk(sandbox)
    const { id } = await at.drafted()
    const asked = await at.ask(id)
    await at.approve(asked.id)
    sandbox.addFault({ kind, key: at.key, method: 'POST', path, times: timesOf(kind) })
    await driveLong(at)
    expect((await at.request(asked.id)).state).toBe('done')
    expect(await hasFailed(at)).toBe(true)
    expect((await at.stripe.invoices.list()).data.map(({ status }) => status)).toEqual(['open'])
    expect(await at.events('invoice.sent')).toHaveLength(1)
    await at.desk.close()
  })
})
