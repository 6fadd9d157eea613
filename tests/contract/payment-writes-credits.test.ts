import { describe, expect, test } from 'vitest'
import { requestMetadata } from '../../server/ports/request-metadata.ts'
import { DAY, failureOf, iso, JUNE, openPaymentDay, openSandbox } from '../support/payment-day.ts'

// Guarantee: a credit reaches Stripe once per key, to the minor unit, and the request that made it is found again
// through the customer's own list.

const sandbox = await openSandbox()
const usd = (amount: number) => ({ amount, currency: 'usd' })
const mark = (request: string) =>
  requestMetadata({ request, step: 'credit', ticket: '#4711', team: 'Team1', reason: 'outage' })

const credit = (customerStripeId: string, amount: number, request: string) => ({
  customerStripeId,
  amount: usd(amount),
  description: 'Outage on 1 June, ticket #4711',
  metadata: mark(request),
})

describe('a credit', () => {
  test('is a balance transaction with its request in the metadata', async () => {
    const { gateway, stripe, customer } = await openPaymentDay(sandbox)
    const made = await gateway.createBalanceCredit(credit(customer, -2505, 'req_1'), 'req_1/credit/1')
    expect(made).toMatchObject({
      customerStripeId: customer,
      amount: usd(-2505),
      endingBalance: usd(-2505),
      kind: 'adjustment',
      description: 'Outage on 1 June, ticket #4711',
      metadata: {
        countersign_request: 'req_1',
        countersign_step: 'credit',
        ticket: '#4711',
        team: 'Team1',
        reason: 'outage',
      },
    })
    const live = await stripe.customers.retrieveBalanceTransaction(customer, made.stripeId)
    expect([live.amount, live.currency]).toEqual([-2505, 'usd'])
  })

  test('is the same one under the same key, and another one under another key', async () => {
    const { gateway, stripe, customer } = await openPaymentDay(sandbox)
    const first = await gateway.createBalanceCredit(credit(customer, -1000, 'req_1'), 'req_1/credit/1')
    const again = await gateway.createBalanceCredit(credit(customer, -1000, 'req_1'), 'req_1/credit/1')
    expect(again).toEqual(first)
    await gateway.createBalanceCredit(credit(customer, -300, 'req_2'), 'req_2/credit/1')
    const all = await stripe.customers.listBalanceTransactions(customer)
    expect(all.data.map((row) => row.amount)).toEqual([-300, -1000])
    const [newest] = all.data
    expect(newest?.ending_balance).toBe(-1300)
  })

  test('taken back is the opposite entry', async () => {
    const { gateway, customer } = await openPaymentDay(sandbox)
    await gateway.createBalanceCredit(credit(customer, -1000, 'req_1'), 'req_1/credit/1')
    const back = await gateway.createBalanceCredit(credit(customer, 400, 'req_2'), 'req_2/credit/1')
    expect(back.endingBalance).toEqual(usd(-600))
  })

  test('in another currency than the customer’s is refused in words', async () => {
    const { gateway, stripe, customer, subscribe } = await openPaymentDay(sandbox)
    await subscribe(3000)
    const other = { ...credit(customer, -1000, 'req_1'), amount: { amount: -1000, currency: 'eur' } }
    const failure = await failureOf(gateway.createBalanceCredit(other, 'req_1/credit/1'))
    expect(failure).toMatchObject({ failure: 'refused', retryable: false, stripe: { status: 400 } })
    expect(failure.stripe?.message).toContain('eur')
    expect((await stripe.customers.listBalanceTransactions(customer)).data).toEqual([])
  })

  test('for a customer whom Stripe doesn’t know is refused by its code', async () => {
    const { gateway } = await openPaymentDay(sandbox)
    const failure = await failureOf(gateway.createBalanceCredit(credit('cus_nobody', -1, 'req_1'), 'req_1/credit/1'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { status: 404, code: 'resource_missing' } })
  })
})

describe('finding it again', () => {
  test('only the request’s own entries, over more than a page, since two days before a time', async () => {
    const { gateway, stripe, customer, control } = await openPaymentDay(sandbox)
    const made = await gateway.createBalanceCredit(credit(customer, -2505, 'req_old'), 'req_old/credit/1')
    control.advanceTo(JUNE + DAY)
    for (let index = 0; index < 101; index++) {
      await stripe.customers.createBalanceTransaction(customer, { amount: -1, currency: 'usd' })
    }
    const find = (requestId: string, since: number) =>
      gateway.findBalanceEntriesByRequest(customer, { requestId, since: iso(since) })
    expect(await find('req_old', JUNE)).toEqual([made])
    expect(await find('req_old', JUNE + 2 * DAY)).toEqual([made])
    expect(await find('req_old', JUNE + 2 * DAY + 1)).toEqual([])
    expect(await find('req_other', JUNE)).toEqual([])
    const all = await gateway.listBalanceEntriesSince(customer, iso(JUNE))
    expect(all).toHaveLength(102)
    expect(all[0]?.endingBalance).toEqual(usd(-2606))
  })

  test('without asking search', async () => {
    const { gateway, customer } = await openPaymentDay(sandbox)
    sandbox.lagSearch(3_600_000)
    const made = await gateway.createBalanceCredit(credit(customer, -10, 'req_1'), 'req_1/credit/1')
    const found = await gateway.findBalanceEntriesByRequest(customer, { requestId: 'req_1', since: iso(JUNE) })
    expect(found).toEqual([made])
    const asked = sandbox.requests().slice(-2)
    const path = `/v1/customers/${customer}/balance_transactions`
    expect(asked.map((row) => [row.method, row.path])).toEqual([
      ['POST', path],
      ['GET', path],
    ])
    sandbox.clearFaults()
  })
})
