import { describe, expect, test } from 'vitest'
import type { FaultSpec } from 'stripe-sandbox'
import { createStripeGateway } from '../../server/adapters/stripe/gateway.ts'
import type { GatewayFailure } from '../../server/kernel/errors.ts'
import type { NewBalanceCredit } from '../../server/ports/payment-writes.ts'
import { failureOf, openPaymentDay, openSandbox, type PaymentDay } from '../support/payment-day.ts'

// Guarantee: whatever goes wrong with a write is told by what it means for the money: nothing happened, it may have
// happened, or it happened and the answer was lost. The same key never makes a second one.

const sandbox = await openSandbox()

const TIMEOUT_MS = 300

const credit = ({ customer }: PaymentDay): NewBalanceCredit => ({
  customerStripeId: customer,
  amount: { amount: -500, currency: 'usd' },
  description: 'Outage',
  metadata: {},
})

const balances = async ({ stripe, customer }: PaymentDay): Promise<number[]> =>
  (await stripe.customers.listBalanceTransactions(customer)).data.map((row) => row.amount)

const broken = async (fault: Omit<FaultSpec, 'key'>) => {
  const day = await openPaymentDay(sandbox, TIMEOUT_MS)
  sandbox.addFault({ method: 'POST', ...fault, key: day.key })
  const before = sandbox.requests().length
  const failure = await failureOf(day.gateway.createBalanceCredit(credit(day), 'req_1/credit/1'))
  return { day, failure, tries: sandbox.requests().length - before }
}

interface Told {
  readonly failure: GatewayFailure
  readonly status: number | null
  /** What stands on the balance nevertheless. */
  readonly made: number[]
}

describe('a write that fails is one try, and says what may have happened', () => {
  test.each<[string, Omit<FaultSpec, 'key'>, Told]>([
    ['429', { kind: 'rate_limit' }, { failure: 'rate-limited', status: 429, made: [] }],
    ['500 before the work', { kind: 'error_before' }, { failure: 'failed', status: 500, made: [] }],
    ['500 after the work', { kind: 'error_after' }, { failure: 'failed', status: 500, made: [-500] }],
    [
      'no answer in time, nothing done',
      { kind: 'timeout_before', ms: 2000 },
      { failure: 'timed-out', status: null, made: [] },
    ],
    [
      'no answer in time, done',
      { kind: 'timeout_after', ms: 2000 },
      { failure: 'timed-out', status: null, made: [-500] },
    ],
    [
      'an answer that is no JSON',
      { kind: 'nonsense', body: 'html' },
      { failure: 'nonsense', status: null, made: [-500] },
    ],
    [
      'an answer that is something else',
      { kind: 'nonsense', body: 'json' },
      { failure: 'nonsense', status: null, made: [-500] },
    ],
  ])('%s', async (_name, fault, { failure, status, made }) => {
    const { day, failure: told, tries } = await broken(fault)
    expect(told.failure).toBe(failure)
    expect(told.retryable).toBe(true)
    expect(told.stripe?.status ?? null).toBe(status)
    expect(tries).toBe(1)
    expect(await balances(day)).toEqual(made)
  })

  // The client sends a request once more when the connection closed under it; under the same key that is harmless.
  test.each<[string, FaultSpec['kind'], number[]]>([
    ['nothing done', 'drop_before', []],
    ['done', 'drop_after', [-500]],
  ])('the line drops, %s', async (_name, kind, made) => {
    const { day, failure } = await broken({ kind, times: 0 })
    expect(failure).toMatchObject({ failure: 'unreachable', retryable: true, stripe: null })
    expect(await balances(day)).toEqual(made)
  })

  test('nobody listens', async () => {
    const day = await openPaymentDay(sandbox)
    const nowhere = createStripeGateway({ key: day.key, apiBase: 'http://127.0.0.1:1', timeoutMs: TIMEOUT_MS })
    const failure = await failureOf(nowhere.createBalanceCredit(credit(day), 'req_1/credit/1'))
    expect(failure).toMatchObject({ failure: 'unreachable', retryable: true, stripe: null })
  })
})

describe('the same key afterwards', () => {
  test.each<[string, Omit<FaultSpec, 'key'>]>([
    ['429', { kind: 'rate_limit' }],
    ['a time-out before the work', { kind: 'timeout_before', ms: 2000 }],
    ['a time-out after the work', { kind: 'timeout_after', ms: 2000 }],
    ['a dropped line after the work', { kind: 'drop_after' }],
    ['an unreadable answer', { kind: 'nonsense', body: 'empty' }],
  ])('after %s ends with one credit', async (_name, fault) => {
    const day = await openPaymentDay(sandbox, TIMEOUT_MS)
    sandbox.addFault({ method: 'POST', ...fault, key: day.key })
    const send = () => day.gateway.createBalanceCredit(credit(day), 'req_1/credit/1')
    await send().catch(() => null)
    sandbox.clearFaults()
    expect((await send()).endingBalance.amount).toBe(-500)
    expect(await balances(day)).toEqual([-500])
  })

  test('after a 500 is answered with that 500 again, so the object has to be looked for', async () => {
    const { day } = await broken({ kind: 'error_after' })
    const again = await failureOf(day.gateway.createBalanceCredit(credit(day), 'req_1/credit/1'))
    expect(again).toMatchObject({ failure: 'failed', stripe: { status: 500, type: 'api_error' } })
    expect(await balances(day)).toEqual([-500])
  })

  test('with other parameters is our mistake, and changes nothing', async () => {
    const day = await openPaymentDay(sandbox)
    await day.gateway.createBalanceCredit(credit(day), 'req_1/credit/1')
    const other = { ...credit(day), amount: { amount: -600, currency: 'usd' } }
    const failure = await failureOf(day.gateway.createBalanceCredit(other, 'req_1/credit/1'))
    expect(failure).toMatchObject({ failure: 'key-reused', retryable: false, stripe: { type: 'idempotency_error' } })
    expect(await balances(day)).toEqual([-500])
  })
})

describe('the companion’s own key', () => {
  test('revoked: refused without Stripe’s words, which may quote it', async () => {
    const day = await openPaymentDay(sandbox)
    sandbox.revokeKey(day.key)
    const failure = await failureOf(day.gateway.createBalanceCredit(credit(day), 'req_1/credit/1'))
    expect(failure).toMatchObject({ failure: 'key-refused', retryable: false, stripe: { status: 401, message: null } })
    expect(`${failure.message} ${JSON.stringify(failure.stripe)}`).not.toContain(day.key)
  })
})
