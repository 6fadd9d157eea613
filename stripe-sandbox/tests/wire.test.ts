import { describe, expect, it } from 'vitest'
import { clientOf, openBench, refusalOf } from './support.ts'

const bench = await openBench()
const { stripe, sandbox } = bench

describe('parameters', () => {
  it('refuses a name that Stripe does not know, naming it', async () => {
    const refusal = await refusalOf(stripe.customers.create({ nickname: 'x' } as never))
    expect(refusal).toMatchObject({
      statusCode: 400,
      type: 'StripeInvalidRequestError',
      code: 'parameter_unknown',
      param: 'nickname',
    })
    expect(refusal.message).toContain('Received unknown parameter: nickname')
  })

  it('names every unknown parameter, nested ones in brackets', async () => {
    const refusal = await refusalOf(stripe.customers.create({ a: 1, b: 2 } as never))
    expect(refusal.message).toContain('Received unknown parameters: a, b')
    const nested = await refusalOf(stripe.customers.create({ invoice_settings: { colour: 'red' } } as never))
    expect(nested.param).toBe('invoice_settings[colour]')
  })

  it('refuses what Stripe knows and the sandbox does not, with 501 and the name', async () => {
    const refusal = await refusalOf(stripe.customers.create({ source: 'tok_visa' }))
    expect(refusal).toMatchObject({ statusCode: 501, param: 'source', code: 'sandbox_not_implemented' })
  })

  it('says what is missing', async () => {
    expect(await refusalOf(stripe.products.create({} as never))).toMatchObject({
      code: 'parameter_missing',
      param: 'name',
    })
    const item = await refusalOf(stripe.customers.create({ tax_id_data: [{ type: 'eu_vat' }] } as never))
    expect(item.param).toBe('tax_id_data[0][value]')
  })

  it('checks integers, booleans and enumerations', async () => {
    expect(await refusalOf(stripe.customers.list({ limit: 'ten' } as never))).toMatchObject({
      code: 'parameter_invalid_integer',
      param: 'limit',
    })
    expect((await refusalOf(stripe.prices.list({ active: 'maybe' } as never))).message).toContain(
      'Invalid boolean: maybe',
    )
    expect((await refusalOf(stripe.coupons.create({ percent_off: 5, duration: 'sometimes' }))).message).toBe(
      'Invalid duration: must be one of forever, once, or repeating',
    )
  })

  it('refuses to unset what cannot be unset', async () => {
    expect(await refusalOf(stripe.customers.create({ balance: '' } as never))).toMatchObject({
      code: 'parameter_invalid_empty',
      param: 'balance',
    })
  })

  it('holds metadata to 50 keys of 40 and values of 500 characters', async () => {
    expect((await refusalOf(stripe.customers.create({ metadata: { ['k'.repeat(41)]: 'v' } }))).message).toContain(
      '40 characters',
    )
    expect((await refusalOf(stripe.customers.create({ metadata: { k: 'v'.repeat(501) } }))).message).toContain(
      '500 characters',
    )
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v']))
    expect((await refusalOf(stripe.customers.create({ metadata: many }))).message).toContain('50 metadata keys')
  })

  it('merges metadata, removes a key by an empty value and all by an empty string', async () => {
    const { id } = await stripe.customers.create({ metadata: { a: '1', b: '2' } })
    expect((await stripe.customers.update(id, { metadata: { b: '', c: '3' } })).metadata).toEqual({ a: '1', c: '3' })
    expect((await stripe.customers.update(id, { metadata: '' })).metadata).toEqual({})
  })
})

describe('endpoints and keys', () => {
  it('refuses an endpoint of Stripe that is not built, and one that nobody knows, by name', async () => {
    const known = await refusalOf(stripe.charges.capture('ch_1'))
    expect(known).toMatchObject({ statusCode: 501 })
    expect(known.message).toContain("POST /v1/charges/ch_1/capture, which is part of Stripe's API")
    expect((await refusalOf(stripe.rawRequest('GET', '/v1/unicorns'))).message).toContain(
      'GET /v1/unicorns, which the official client does not know',
    )
  })

  it('answers 404 with resource_missing for an object that is not there', async () => {
    const refusal = await refusalOf(stripe.customers.retrieve('cus_missing'))
    expect(refusal).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'id',
      message: "No such customer: 'cus_missing'",
    })
    expect(refusal.requestId).toMatch(/^req_\w{14}/)
  })

  it('answers 400 when the missing object was a parameter', async () => {
    expect(await refusalOf(stripe.subscriptions.create({ customer: 'cus_missing', items: [] }))).toMatchObject({
      statusCode: 400,
      param: 'customer',
    })
  })

  it('refuses invalid and live keys with 401', async () => {
    expect(await refusalOf(clientOf(sandbox, 'sk_test_invalid_1').customers.list())).toMatchObject({
      statusCode: 401,
      type: 'StripeAuthenticationError',
    })
    expect((await refusalOf(clientOf(sandbox, 'sk_live_1').customers.list())).message).toContain('refuses live keys')
    expect((await refusalOf(clientOf(sandbox, 'rk_test_undeclared').customers.list())).message).toContain(
      'Invalid API Key provided',
    )
  })

  it('opens one empty account per key', async () => {
    await clientOf(sandbox, 'sk_test_one').customers.create({})
    expect((await clientOf(sandbox, 'sk_test_one').customers.list()).data).toHaveLength(1)
    expect((await clientOf(sandbox, 'sk_test_two').customers.list()).data).toHaveLength(0)
  })

  it('lets a read-only key read and names the permission that it lacks', async () => {
    const reader = clientOf(sandbox, 'rk_test_readonly_one')
    expect((await reader.customers.list()).data).toHaveLength(1)
    const refusal = await refusalOf(reader.customers.create({}))
    expect(refusal).toMatchObject({ statusCode: 403, type: 'StripePermissionError' })
    expect(refusal.message).toContain(
      "Having the 'rak_customer_write' permission would allow this request to continue.",
    )
  })

  it('holds a declared key to its permissions, and a revoked one to nothing', async () => {
    sandbox.declareKey('rk_test_desk', { account: 'sk_test_one', permissions: { customer: 'write', product: 'read' } })
    const desk = clientOf(sandbox, 'rk_test_desk')
    await desk.customers.create({})
    await desk.products.list()
    expect((await refusalOf(desk.products.create({ name: 'x' }))).message).toContain('rak_product_write')
    expect((await refusalOf(desk.coupons.list())).message).toContain('rak_coupon_read')
    sandbox.revokeKey('rk_test_desk')
    expect(await refusalOf(desk.customers.list())).toMatchObject({ statusCode: 401, code: 'api_key_expired' })
  })

  it('echoes the API version and sends a request id', async () => {
    const { lastResponse } = await stripe.customers.create({})
    expect(lastResponse.apiVersion).toBe('2026-10-28.endive')
    expect(lastResponse.requestId).toMatch(/^req_/)
  })
})

describe('headers', () => {
  it('for another API version or for Connect are refused by name', async () => {
    const old = await refusalOf(stripe.customers.list({}, { apiVersion: '2020-08-27' }))
    expect(old).toMatchObject({ statusCode: 501 })
    expect(old.message).toContain('API version 2020-08-27')
    expect((await refusalOf(stripe.customers.list({}, { stripeAccount: 'acct_1' }))).message).toContain(
      'stripe-account',
    )
  })
})

describe('idempotency', () => {
  it('replays the answer, marked, and makes nothing twice', async () => {
    const own = clientOf(sandbox, 'sk_test_idempotent')
    const first = await own.customers.create({ name: 'Ada', metadata: { a: '1', b: '2' } }, { idempotencyKey: 'k1' })
    const again = await own.customers.create({ metadata: { b: '2', a: '1' }, name: 'Ada' }, { idempotencyKey: 'k1' })
    expect(again.id).toBe(first.id)
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect((await own.customers.list()).data).toHaveLength(1)
  })

  it('refuses a used key for other parameters or another endpoint', async () => {
    await stripe.customers.create({ name: 'Ada' }, { idempotencyKey: 'k2' })
    const other = await refusalOf(stripe.customers.create({ name: 'Bob' }, { idempotencyKey: 'k2' }))
    expect(other).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' })
    expect((await refusalOf(stripe.products.create({ name: 'Ada' }, { idempotencyKey: 'k2' }))).message).toContain(
      '/v1/customers',
    )
  })

  it('does not keep a request that was refused before it began', async () => {
    await refusalOf(stripe.customers.create({ nonsense: 1 } as never, { idempotencyKey: 'k3' }))
    expect((await stripe.customers.create({ name: 'Eve' }, { idempotencyKey: 'k3' })).name).toBe('Eve')
  })
})
