import { describe, expect, it } from 'vitest'
import { clientOf, openBench, refusalOf } from './support.ts'

const bench = await openBench()
const { sandbox, stripe } = bench

const count = async (): Promise<number> => (await stripe.customers.list({ limit: 100 })).data.length

describe('faults on command', () => {
  it('limit the rate with a reason, for as many requests as asked', async () => {
    sandbox.addFault({ kind: 'rate_limit', method: 'GET', path: '/v1/customers*', times: 2, reason: 'endpoint-rate' })
    const first = await refusalOf(stripe.customers.list())
    expect(first).toMatchObject({ statusCode: 429, type: 'StripeRateLimitError', code: 'rate_limit' })
    expect(first.headers?.['stripe-rate-limited-reason']).toBe('endpoint-rate')
    await stripe.products.list()
    await refusalOf(stripe.customers.list())
    await stripe.customers.list()
  })

  it('fail before the work: nothing is written, and the 500 is replayed under its key', async () => {
    const before = await count()
    sandbox.addFault({ kind: 'error_before', method: 'POST' })
    expect(await refusalOf(stripe.customers.create({}, { idempotencyKey: 'before' }))).toMatchObject({
      statusCode: 500,
      type: 'StripeAPIError',
    })
    expect(await count()).toBe(before)
    expect((await refusalOf(stripe.customers.create({}, { idempotencyKey: 'before' }))).statusCode).toBe(500)
    expect((await stripe.customers.create({}, { idempotencyKey: 'before-2' })).object).toBe('customer')
  })

  it('fail after the work: it is written all the same', async () => {
    const before = await count()
    sandbox.addFault({ kind: 'error_after', method: 'POST' })
    expect((await refusalOf(stripe.customers.create({}))).statusCode).toBe(500)
    expect(await count()).toBe(before + 1)
  })

  it('drop the reply after the write; the same key finds the answer', async () => {
    const before = await count()
    // The client tries once more by itself when a connection is closed.
    sandbox.addFault({ kind: 'drop_after', method: 'POST', path: '/v1/customers', times: 2 })
    expect((await refusalOf(stripe.customers.create({ name: 'Once' }, { idempotencyKey: 'drop' }))).type).toBe(
      'StripeConnectionError',
    )
    expect(await count()).toBe(before + 1)
    const again = await stripe.customers.create({ name: 'Once' }, { idempotencyKey: 'drop' })
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(await count()).toBe(before + 1)
  })

  it('drop the request before the write', async () => {
    const before = await count()
    sandbox.addFault({ kind: 'drop_before', method: 'POST', times: 2 })
    expect((await refusalOf(stripe.customers.create({}))).type).toBe('StripeConnectionError')
    expect(await count()).toBe(before)
  })

  it('never answer', async () => {
    sandbox.addFault({ kind: 'timeout_after', method: 'POST' })
    const refusal = await refusalOf(stripe.customers.create({}, { timeout: 100 }))
    expect(refusal.message).toContain('timeout')
  })

  it('answer nonsense', async () => {
    for (const body of ['html', 'json', 'empty'] as const) {
      sandbox.addFault({ kind: 'nonsense', body })
      expect((await refusalOf(stripe.customers.list())).message).toContain('Invalid JSON')
    }
  })

  it('can be carried by the request itself, skipped first, kept to one account and cleared', async () => {
    expect(
      (await refusalOf(stripe.customers.list({}, { headers: { 'Sandbox-Fault': 'rate_limit' } }))).statusCode,
    ).toBe(429)
    sandbox.addFault({ kind: 'rate_limit', skip: 1, times: 0, key: 'sk_test_bench' })
    await stripe.customers.list()
    await clientOf(sandbox, 'sk_test_elsewhere').customers.list()
    await refusalOf(stripe.customers.list())
    await refusalOf(stripe.customers.list())
    sandbox.clearFaults()
    await stripe.customers.list()
  })
})

describe('the control API', () => {
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }

  it('sets and clears faults', async () => {
    expect((await control('POST', '/_sandbox/faults', { kind: 'rate_limit', path: '/v1/coupons' })).body).toMatchObject(
      { kind: 'rate_limit', left: 1 },
    )
    expect((await refusalOf(stripe.coupons.list())).statusCode).toBe(429)
    expect((await control('POST', '/_sandbox/faults', { kind: 'explode' })).status).toBe(400)
    expect((await control('DELETE', '/_sandbox/faults')).body).toEqual({ cleared: true })
  })

  it('moves clocks, declares keys, shows accounts and requests', async () => {
    const key = 'sk_test_by_http'
    expect((await control('POST', '/_sandbox/clock', { key, start_at: 1_700_000_000 })).body).toEqual({
      now: 1_700_000_000,
      isFrozen: true,
    })
    expect((await control('POST', '/_sandbox/clock', { key, advance_by: 60 })).body).toMatchObject({
      now: 1_700_000_060,
    })
    expect((await control('POST', '/_sandbox/clock', { key, advance_to: 1 })).status).toBe(400)
    await control('POST', '/_sandbox/keys', { key: 'rk_test_http', account: key, permissions: { '*': 'read' } })
    expect((await clientOf(sandbox, 'rk_test_http').customers.list()).data).toEqual([])
    expect((await control('GET', '/_sandbox')).body.accounts).toContainEqual(expect.objectContaining({ key }))
    expect((await control('GET', '/_sandbox/requests')).body.at(-1)).toMatchObject({
      method: 'GET',
      path: '/v1/customers',
      status: 200,
    })
    expect((await control('POST', '/_sandbox/unicorn', {})).status).toBe(404)
    expect((await control('POST', '/_sandbox/clock', [1])).status).toBe(400)
  })

  it('empties an account', async () => {
    const own = clientOf(sandbox, 'sk_test_reset')
    await own.customers.create({})
    await control('POST', '/_sandbox/reset', { key: 'sk_test_reset' })
    expect((await own.customers.list()).data).toEqual([])
  })
})
