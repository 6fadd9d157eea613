// Guarantee: what the team page shows is what Stripe's API says, to the minor unit and part by part; a part that Stripe
// can't answer is kept and stamped or honestly failed, and nobody opens a customer without a trace.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readTeamPage } from '../../server/features/subscriptions/read-team-page.ts'
import { AppError, errorCodeOf, GatewayError } from '../../server/kernel/errors.ts'
import { SAMPLE_KEY, situation } from '../../stripe-sandbox/samples/situations.ts'
import { startSandbox } from '../../stripe-sandbox/index.ts'
import { type Desk, ines, openDesk } from '../support/desk.ts'

let desk: Desk

beforeAll(async () => {
  const sandbox = await startSandbox({ seed: 'sample' })
  desk = await openDesk({ sandbox, key: SAMPLE_KEY })
})
afterEach(() => desk.sandbox.clearFaults())
afterAll(async () => {
  await desk.close()
  await desk.sandbox.close()
})

const customerOf = (name: string): string => situation(name).customer ?? ''
const open = (name: string) =>
  readTeamPage(
    desk.kernel,
    ines,
    { customerStripeId: customerOf(name), teamId: situation(name).team, ticket: '#1' },
    'req_1',
  )

const read = <T>(part: { state: 'read'; value: T } | { state: 'failed'; code: string }): T => {
  if (part.state === 'failed') throw new Error(`failed: ${part.code}`)
  return part.value
}

describe('the page equals the API', () => {
  test.each([
    'proven',
    'manyInvoices',
    'euro',
    'yen',
    'repeatingCoupon',
    'fixedCustomer',
    'percentSubscription',
    'balanceCredit',
  ])('%s: balance, subscriptions, invoices and preview, to the minor unit', async (name) => {
    const page = await open(name)
    const customer = await desk.stripe.customers.retrieve(customerOf(name))
    if (customer.deleted) throw new Error('deleted')
    expect(read(page.customer).balance?.amount).toBe(customer.balance)
    const subscriptions = await desk.stripe.subscriptions.list({ customer: customer.id, status: 'all', limit: 100 })
    const shown = read(page.subscriptions)
    expect(shown.map((row) => [row.stripeId, row.status])).toEqual(
      subscriptions.data.map((row) => [row.id, row.status]),
    )
    for (const row of shown) {
      const live = subscriptions.data.find((one) => one.id === row.stripeId)
      expect(row.items.map((item) => [item.unitAmount?.amount, item.quantity])).toEqual(
        live?.items.data.map((item) => [item.price.unit_amount, item.quantity]),
      )
      expect(row.items.every((item) => item.productName.length > 0 && !item.productName.startsWith('price_'))).toBe(
        true,
      )
    }
    const invoices = await desk.stripe.invoices.list({ customer: customer.id, limit: 50 })
    expect(read(page.invoices).invoices.map((row) => [row.number, row.total.amount, row.total.currency])).toEqual(
      invoices.data.map((row) => [row.number, row.total, row.currency]),
    )
    expect(read(page.invoices).hasMore).toBe(invoices.has_more)
    for (const next of read(page.nextInvoices)) {
      const preview = await desk.stripe.invoices.createPreview({
        customer: customer.id,
        subscription: next.subscriptionStripeId ?? '',
      })
      expect(next.amountDue.amount).toBe(preview.amount_due)
      expect(next.total.amount + next.balanceApplied.amount).toBe(next.amountDue.amount)
      const lines = next.lines.reduce((sum, line) => sum + line.amount.amount, 0)
      expect(lines).toBe(next.subtotal.amount)
      expect(next.subtotal.amount + next.discount.amount + next.tax.amount).toBe(next.total.amount)
    }
  })

  test('yen have no minor unit and are never mixed with another currency', async () => {
    const page = await open('yen')
    const currencies = new Set(read(page.invoices).invoices.map((row) => row.total.currency))
    expect([...currencies]).toEqual(['jpy'])
  })

  test('the support priority of the plan is on the page', async () => {
    expect((await open('enterprise')).supportPriority).not.toBeNull()
  })

  test('a scheduled change names what comes and when', async () => {
    const [row] = read((await open('scheduledChange')).subscriptions).filter((one) => one.schedule)
    expect(row?.schedule?.summary).toMatch(/[A-Z][a-z]+/)
    expect(row?.explanation).toContain(`to ${row?.schedule?.summary}`)
  })

  test('discounts of customer, subscription and coupon with their end', async () => {
    expect(read((await open('fixedCustomer')).customer).discounts).toHaveLength(1)
    const [discount] = read((await open('repeatingCoupon')).subscriptions).flatMap((row) => row.discounts)
    expect(discount).toMatchObject({ duration: 'repeating', on: 'subscription' })
    expect(discount?.endsAt).not.toBeNull()
  })

  test('the hand-made second subscription is marked, and only that one', async () => {
    const rows = read((await open('caseDiffers')).subscriptions)
    expect(rows.filter((row) => row.madeByHand)).toHaveLength(1)
  })

  test('a customer with nothing is an empty page, not an error', async () => {
    const page = await open('bare')
    expect(read(page.subscriptions)).toEqual([])
    expect(read(page.invoices).invoices).toEqual([])
    expect(page.timeline).toEqual([])
  })

  test('no card number, nor its last digits, is anywhere on the page', async () => {
    const page = JSON.stringify(await open('proven'))
    expect(page).not.toMatch(/last4|4242|fingerprint/)
  })
})

describe('when Stripe can’t be asked', () => {
  test('a part that was read before is kept, with the time it was read', async () => {
    const before = await open('euro')
    desk.sandbox.addFault({ kind: 'error_before', times: 0 })
    const after = await open('euro')
    for (const part of ['customer', 'subscriptions', 'nextInvoices', 'invoices', 'balance'] as const) {
      expect(after[part]).toMatchObject({
        state: 'read',
        source: 'kept',
        asOf: before[part].state === 'read' ? before[part].asOf : '',
      })
    }
    expect(read(after.invoices)).toEqual(read(before.invoices))
  })

  test('a part that was never read fails alone, with its reason', async () => {
    desk.sandbox.addFault({ kind: 'rate_limit', path: '/v1/invoices', times: 0 })
    const page = await open('trial')
    expect(page.invoices).toMatchObject({ state: 'failed', code: 'STRIPE_RATE_LIMITED' })
    expect(page.subscriptions).toMatchObject({ state: 'read', source: 'stripe' })
  })
})

test('what Stripe refuses is told as refused: trying again would not help', async () => {
  const asking = desk.kernel.stripe.listInvoices(customerOf('euro'), 'in_invented')
  const error = await asking.catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(GatewayError)
  expect((error as GatewayError).retryable).toBe(false)
  expect(errorCodeOf(error)).toBe('STRIPE_REFUSED')
})

describe('the trace', () => {
  test('opening is in the log with the ticket, even when Stripe could not be asked', async () => {
    desk.sandbox.addFault({ kind: 'error_before', times: 0 })
    await open('longName')
    const entry = await desk.kernel.db
      .selectFrom('auditEntry')
      .selectAll()
      .where('subjectId', '=', customerOf('longName'))
      .executeTakeFirstOrThrow()
    expect(entry).toMatchObject({ action: 'customer.opened', actorId: ines.id, ticket: '#1', subjectKind: 'customer' })
  })

  test('a deleted and an invented customer are not found, and the trying is in the log', async () => {
    for (const customerStripeId of [customerOf('deleted'), 'cus_invented']) {
      const trying = readTeamPage(desk.kernel, ines, { customerStripeId, teamId: null, ticket: null }, 'req_2')
      await expect(trying).rejects.toSatisfy((error) => error instanceof AppError && error.code === 'NOT_FOUND')
      const entry = await desk.kernel.db
        .selectFrom('auditEntry')
        .selectAll()
        .where('subjectId', '=', customerStripeId)
        .executeTakeFirstOrThrow()
      expect(entry).toMatchObject({ action: 'customer.opened', outcome: 'refused', requestId: 'req_2' })
    }
  })
})
