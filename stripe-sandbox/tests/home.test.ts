import { describe, expect, it } from 'vitest'
import { clientOf, DAY, freshAccount, invoicesOf, JUNE, openBench, openShop, payingCustomer } from './support.ts'

const bench = await openBench()
const { sandbox } = bench

const press = (key: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${sandbox.url}/?key=${key}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
    headers,
  })

describe('the page at /', () => {
  it('shows accounts, requests and events without a script', async () => {
    const { stripe, control } = freshAccount(bench)
    await stripe.customers.create({ name: '<b>x' })
    const response = await fetch(`${sandbox.url}/?key=${control.key}`)
    const text = await response.text()
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).toContain(control.key)
    expect(text).toContain('customer.created')
    expect(text).toContain('/v1/customers')
    expect(text).not.toMatch(/<script/)
  })

  it('advances the clock', async () => {
    const { stripe, control } = freshAccount(bench)
    await stripe.customers.create({})
    expect((await press(control.key, { action: 'advance', days: '31' })).status).toBe(303)
    expect(control.clock().now).toBe(JUNE + 31 * DAY)
    expect(await (await press(control.key, { action: 'advance', days: 'x' })).text()).toContain('role="alert"')
  })

  it('breaks the next requests of the account, and mends them', async () => {
    const { stripe, control } = freshAccount(bench)
    await stripe.customers.create({})
    await press(control.key, { action: 'fault', kind: 'rate_limit', where: '/v1/coupons*', times: '2' })
    await expect(stripe.coupons.list()).rejects.toMatchObject({ statusCode: 429 })
    await stripe.customers.list()
    expect(await (await fetch(`${sandbox.url}/?key=${control.key}`)).text()).toContain('1 left')
    await press(control.key, { action: 'clear' })
    await stripe.coupons.list()
  })

  it('says each fault in words, and undoes one of several', async () => {
    const { stripe, control } = freshAccount(bench)
    await stripe.customers.create({})
    await press(control.key, { action: 'fault', kind: 'rate_limit', where: '/v1/coupons*', times: '1' })
    await press(control.key, { action: 'fault', kind: 'error_after', where: '/v1/products*', times: '1' })
    const text = await (await fetch(`${sandbox.url}/?key=${control.key}`)).text()
    expect(text).toContain('Too many requests: 429: <code>/v1/coupons*</code>')
    expect(text).toContain('Stripe does the work, then answers 500')
    const [, fault = ''] = /name="fault" value="([^"]+)"/.exec(text) ?? []
    expect((await press(control.key, { action: 'mend', fault })).status).toBe(303)
    await stripe.coupons.list()
    await expect(stripe.products.list()).rejects.toMatchObject({ statusCode: 500 })
    expect(await (await press(control.key, { action: 'mend', fault })).text()).toContain('gone already')
    expect(await (await press(control.key, { action: 'fault', kind: 'toString' })).text()).toContain('no such fault')
  })

  it('revokes and reinstates the account’s keys and no others', async () => {
    const { stripe, control } = freshAccount(bench)
    await stripe.customers.create({})
    await press(control.key, { action: 'revoke', of: control.key })
    await expect(stripe.customers.list()).rejects.toMatchObject({ statusCode: 401 })
    expect(await (await fetch(`${sandbox.url}/?key=${control.key}`)).text()).toContain('<strong>revoked</strong>')
    await press(control.key, { action: 'reinstate', of: control.key })
    expect((await stripe.customers.list()).data).toHaveLength(1)
    expect(await (await press(control.key, { action: 'revoke', of: 'sk_test_else' })).text()).toContain('no such key')
  })

  it('lets search fall behind', async () => {
    const { stripe, control } = freshAccount(bench)
    await stripe.customers.create({ name: 'Early' })
    await press(control.key, { action: 'lag', seconds: '60' })
    const late = await stripe.customers.create({ name: 'Latecomer' })
    expect((await stripe.customers.search({ query: 'name:"Latecomer"' })).data).toEqual([])
    await press(control.key, { action: 'clear' })
    const [found] = (await stripe.customers.search({ query: 'name:"Latecomer"' })).data
    expect(found?.id).toBe(late.id)
  })

  it('obeys no other site', async () => {
    const { stripe, control } = freshAccount(bench)
    await stripe.customers.create({})
    await press(control.key, { action: 'advance', days: '1' }, { origin: 'https://evil.example' })
    await press(control.key, { action: 'advance', days: '1' }, { 'sec-fetch-site': 'cross-site', origin: 'null' })
    expect(control.clock().now).toBe(JUNE)
    await press(control.key, { action: 'advance', days: '1' }, { 'sec-fetch-site': 'same-origin', origin: 'null' })
    expect(control.clock().now).toBe(JUNE + DAY)
  })
})

describe('snapshots', () => {
  const post = async (path: string, body: object): Promise<Response> =>
    fetch(`${sandbox.url}/_sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) })

  it('make an account what it was: objects, clock, what is due, and ids', async () => {
    const { stripe, control } = freshAccount(bench)
    const customer = await payingCustomer(stripe)
    const price = await (await openShop(stripe)).monthly(1000)
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] })
    const kept = control.snapshot()
    control.advanceTo(JUNE + 31 * DAY)
    await stripe.customers.del(customer.id)
    const next = (await stripe.customers.create({})).id
    control.restore(kept)
    expect(control.clock().now).toBe(JUNE)
    expect((await stripe.customers.list()).data.map(({ id }) => id)).toEqual([customer.id])
    control.advanceTo(JUNE + 31 * DAY)
    expect((await invoicesOf(stripe, customer.id)).map(({ status }) => status)).toEqual(['paid', 'paid'])
    expect((await stripe.customers.create({})).id).toBe(next)
  })

  it('are taken and restored by name, into another account too', async () => {
    const { stripe, control } = freshAccount(bench)
    const { id } = await stripe.customers.create({ name: 'Kept' })
    expect(await (await post('snapshot', { key: control.key, name: 'one' })).json()).toMatchObject({ name: 'one' })
    expect((await post('restore', { key: 'sk_test_copy', name: 'one' })).status).toBe(200)
    expect(await clientOf(sandbox, 'sk_test_copy').customers.retrieve(id)).toMatchObject({ name: 'Kept' })
    expect((await post('restore', { key: control.key, name: 'two' })).status).toBe(400)
  })
})
