import { expect, it } from 'vitest'
import { clientOf } from '../support.ts'
import { rules } from './rules.ts'
import { openBench, openDay, refusalOf } from './support.ts'

/** Secret, restricted and revoked keys (docs: "API keys", "Error codes"; API reference: "Errors"). */
const bench = await openBench()
const { sandbox } = bench

const control = async (path: string, body: object) => {
  const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.json() }
}

let made = 0

const restricted = async (permissions: Readonly<Record<string, string>>) => {
  const day = await openDay(bench)
  made += 1
  const key = `rk_test_conformance_${made}`
  const answer = await control('keys', { key, account: day.control.key, permissions })
  return { ...day, key, answer, limited: clientOf(sandbox, key) }
}

rules('docs, "API keys": restricted keys; API reference, "Errors": 403', 'a restricted key', () => {
  it('reads with read, and both reads and writes with write', async () => {
    const { limited, customer } = await restricted({ customer: 'write', product: 'read' })
    expect((await limited.customers.retrieve(customer)).id).toBe(customer)
    await limited.customers.update(customer, { description: 'x' })
    expect((await limited.products.list()).data).toHaveLength(1)
    expect(await refusalOf(limited.products.create({ name: 'x' }))).toMatchObject({
      statusCode: 403,
      type: 'StripePermissionError',
      rawType: 'invalid_request_error',
    })
  })

  it('may do nothing else, and is told which permission is missing', async () => {
    const { limited } = await restricted({ customer: 'read' })
    const missing = async (request: PromiseLike<unknown>) =>
      /Having the '(\w+)' permission/.exec((await refusalOf(request)).message)?.[1]
    expect(await missing(limited.invoices.list())).toBe('rak_invoice_read')
    expect(await missing(limited.customers.del('cus_1'))).toBe('rak_customer_write')
    expect(await missing(limited.checkout.sessions.create({}))).toBe('rak_checkout_session_write')
    // Stripe still calls the permission of prices that of plans.
    expect(await missing(limited.prices.list())).toBe('rak_plan_read')
    expect(await missing(limited.webhookEndpoints.list())).toBe('rak_webhook_read')
    expect(await missing(limited.billingPortal.sessions.create({ customer: 'cus_1' }))).toBe(
      'rak_customer_portal_write',
    )
  })

  it('is refused before its parameters or ids are looked at', async () => {
    const { limited } = await restricted({ '*': 'read' })
    expect((await refusalOf(limited.customers.update('cus_none', { name: 'x' }))).statusCode).toBe(403)
    expect((await refusalOf(limited.customers.retrieve('cus_none'))).statusCode).toBe(404)
  })

  it('shows only the ends of its key when refused', async () => {
    const { limited, key } = await restricted({ customer: 'read' })
    const { message } = await refusalOf(limited.coupons.list())
    expect(message).not.toContain(key)
    expect(message).toContain('rk_test_')
  })

  it('takes permissions by either name, and none that do not exist', async () => {
    const { limited, product } = await restricted({ plan: 'write' })
    await limited.prices.create({ product, currency: 'usd', unit_amount: 100 })
    const wrong = await restricted({ unicorn: 'read' })
    expect(wrong.answer).toMatchObject({ status: 400, body: { error: { param: 'permissions' } } })
    expect((await restricted({ customer: 'maybe' })).answer.status).toBe(400)
    const bare = await control('keys', { key: 'rk_test_bare', account: 'sk_test_bench' })
    expect(bare.status).toBe(400)
  })
})

rules('docs, "Error codes": api_key_expired; API reference, "Errors": 401', 'a key that no longer holds', () => {
  it('is 401 once revoked, a secret key too, and holds again when reinstated', async () => {
    const { stripe, control: account } = await openDay(bench)
    await control('keys/revoke', { key: account.key })
    expect(await refusalOf(stripe.customers.list())).toMatchObject({
      statusCode: 401,
      type: 'StripeAuthenticationError',
      code: 'api_key_expired',
    })
    await control('keys/reinstate', { key: account.key })
    expect((await stripe.customers.list()).data).toHaveLength(1)
  })

  it('takes no other key of the account with it', async () => {
    const { stripe, limited, key } = await restricted({ customer: 'read' })
    await control('keys/revoke', { key })
    expect((await refusalOf(limited.customers.list())).statusCode).toBe(401)
    expect((await stripe.customers.list()).data).toHaveLength(1)
  })
})

rules('API reference, "Errors": 401', 'a key that never held', () => {
  it('is 401 whether missing, unknown or live', async () => {
    const answer = await fetch(`${sandbox.url}/v1/customers`)
    expect(answer.status).toBe(401)
    expect(await answer.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
    expect((await refusalOf(clientOf(sandbox, 'rk_test_never').customers.list())).statusCode).toBe(401)
    expect((await refusalOf(clientOf(sandbox, 'sk_live_never').customers.list())).statusCode).toBe(401)
  })

  it('is taken as a password of basic authentication as well (API reference, "Authentication")', async () => {
    const { control: account } = await openDay(bench)
    const basic = Buffer.from(`${account.key}:`).toString('base64')
    const answer = await fetch(`${sandbox.url}/v1/customers`, { headers: { authorization: `Basic ${basic}` } })
    expect(answer.status).toBe(200)
  })
})
