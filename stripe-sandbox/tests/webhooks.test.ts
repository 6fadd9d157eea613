import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { startSandbox } from '../index.ts'
import { openReceiver, type Receiver } from './receiver.ts'
import { clientOf, DAY, freshAccount, JUNE, openBench, openShop, payingCustomer, refusalOf } from './support.ts'

const bench = await openBench()
const { sandbox } = bench

const listening = async (enabled: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = ['*']) => {
  const { stripe, control } = freshAccount(bench)
  const receiver = await openReceiver()
  const endpoint = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: enabled })
  return { stripe, control, receiver, endpoint, key: control.key }
}

const namesOf = ({ received }: Receiver): (string | null)[] =>
  received.map(({ event }) => (event.data.object as Stripe.Customer).name ?? null)

describe('webhook endpoints', () => {
  it('tell their secret once, at creation (object reference: "only returned at creation")', async () => {
    const { stripe, endpoint } = await listening()
    expect(endpoint).toMatchObject({
      object: 'webhook_endpoint',
      status: 'enabled',
      api_version: null,
      livemode: false,
    })
    expect(endpoint.secret).toMatch(/^whsec_\w{32}$/)
    expect(await stripe.webhookEndpoints.retrieve(endpoint.id)).not.toHaveProperty('secret')
    expect((await stripe.webhookEndpoints.list()).data).toEqual([
      expect.not.objectContaining({ secret: endpoint.secret }),
    ])
  })

  it('are updated, disabled and deleted', async () => {
    const { stripe, endpoint, receiver } = await listening(['customer.created'])
    const disabled = await stripe.webhookEndpoints.update(endpoint.id, { disabled: true, description: 'Off' })
    expect(disabled).toMatchObject({ status: 'disabled', description: 'Off', enabled_events: ['customer.created'] })
    await stripe.customers.create({})
    await sandbox.webhooksSettled()
    expect(receiver.received).toHaveLength(0)
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: false, enabled_events: ['customer.deleted'] })
    await stripe.customers.del((await stripe.customers.create({})).id)
    await sandbox.webhooksSettled()
    expect(receiver.types()).toEqual(['customer.deleted'])
    expect(await stripe.webhookEndpoints.del(endpoint.id)).toMatchObject({ deleted: true })
    expect((await refusalOf(stripe.webhookEndpoints.retrieve(endpoint.id))).code).toBe('resource_missing')
  })

  it('refuse addresses without a scheme, unknown event names and other API versions', async () => {
    const { stripe } = freshAccount(bench)
    const refused = (params: object) =>
      refusalOf(stripe.webhookEndpoints.create({ url: 'http://localhost/', enabled_events: ['*'], ...params }))
    expect(await refused({ url: 'example.com' })).toMatchObject({ statusCode: 400, param: 'url', code: 'url_invalid' })
    expect(await refused({ enabled_events: ['customer.exploded'] })).toMatchObject({ statusCode: 400 })
    expect(await refused({ enabled_events: ['*', 'customer.created'] })).toMatchObject({ param: 'enabled_events' })
    expect(await refused({ api_version: '2020-08-27' })).toMatchObject({ statusCode: 501, param: 'api_version' })
    expect(await refused({ connect: true })).toMatchObject({ statusCode: 501, param: 'connect' })
  })
})

describe('deliveries', () => {
  it('carry a signature that constructEvent accepts with this secret and no other', async () => {
    const { stripe, receiver, endpoint } = await listening(['customer.created'])
    await stripe.customers.create({ name: 'Ä signed customer' })
    await sandbox.webhooksSettled()
    const [{ body, signature } = { body: '', signature: '' }] = receiver.received
    const event = Stripe.webhooks.constructEvent(body, signature, endpoint.secret ?? '')
    expect(event).toMatchObject({ type: 'customer.created', data: { object: { name: 'Ä signed customer' } } })
    expect(() => Stripe.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow(/signature/)
    expect(() => Stripe.webhooks.constructEvent(body.replace('Ä', 'A'), signature, endpoint.secret ?? '')).toThrow()
  })

  it('say what caused the event: the request and its idempotency key; nothing when time did', async () => {
    const { stripe, receiver, control } = await listening()
    const { monthly } = await openShop(stripe)
    const customer = await payingCustomer(stripe)
    const { id, lastResponse } = await stripe.customers.update(customer.id, { name: 'New' }, { idempotencyKey: 'why' })
    await stripe.subscriptions.create({ customer: id, items: [{ price: await monthly(1000) }] })
    control.advanceTo(JUNE + 31 * DAY)
    await sandbox.webhooksSettled()
    const updated = receiver.received.find(({ event }) => event.type === 'customer.updated')?.event
    expect(updated).toMatchObject({
      api_version: '2026-10-28.endive',
      request: { id: lastResponse.requestId, idempotency_key: 'why' },
      data: { previous_attributes: { name: null } },
    })
    const renewed = receiver.received.findLast(({ event }) => event.type === 'invoice.paid')?.event
    expect(renewed?.request).toEqual({ id: null, idempotency_key: null })
    expect(renewed?.created).toBe(JUNE + 30 * DAY + 3600)
  })

  it('count the endpoints that have not yet taken the event', async () => {
    const { stripe, receiver, control } = await listening(['customer.created'])
    const second = await openReceiver()
    await stripe.webhookEndpoints.create({ url: second.url, enabled_events: ['customer.created'] })
    second.answers.push(500)
    await stripe.customers.create({})
    await sandbox.webhooksSettled()
    const { id } = receiver.received[0]?.event ?? { id: '' }
    // Two endpoints want it; one of them has failed.
    expect(receiver.received[0]?.event.pending_webhooks).toBe(2)
    expect((await stripe.events.retrieve(id)).pending_webhooks).toBe(1)
    control.advanceTo(JUNE + 60)
    await sandbox.webhooksSettled()
    expect(second.received.map(({ event }) => event.id)).toEqual([id, id])
    expect((await stripe.events.retrieve(id)).pending_webhooks).toBe(0)
  })

  it('are tried again with growing pauses for three days, then given up', async () => {
    const { stripe, receiver, control, endpoint } = await listening(['customer.created'])
    receiver.answers.push(...Array.from({ length: 40 }, () => 503))
    await stripe.customers.create({})
    await sandbox.webhooksSettled()
    for (let hour = 0; hour < 96; hour += 1) {
      control.advanceTo(control.clock().now + 3600)
      await sandbox.webhooksSettled()
    }
    const notes = sandbox.deliveries().filter((note) => note.endpoint === endpoint.id)
    expect(notes[0]).toMatchObject({ attempt: 1, status: 503, nextAttemptAt: JUNE + 60 })
    expect(notes.length).toBeGreaterThan(5)
    expect(notes.at(-1)?.nextAttemptAt).toBeNull()
    const [event] = (await stripe.events.list({ type: 'customer.created' })).data
    expect(event?.pending_webhooks).toBe(1)
    receiver.answers.length = 0
    expect(control.resendEvent(event?.id ?? '')).toBe(1)
    await sandbox.webhooksSettled()
    expect(sandbox.deliveries().at(-1)).toMatchObject({ status: 200, event: event?.id })
  })

  it('can be tried again at once; a redirect and a closed port are failures', async () => {
    const { stripe, receiver, control } = await listening(['customer.created'])
    receiver.answers.push(302)
    await stripe.customers.create({})
    await sandbox.webhooksSettled()
    expect(sandbox.deliveries().at(-1)).toMatchObject({ status: 302, nextAttemptAt: JUNE + 60 })
    expect(control.retryWebhooks()).toBe(1)
    await sandbox.webhooksSettled()
    expect(receiver.received).toHaveLength(2)
    const [endpoint] = (await stripe.webhookEndpoints.list()).data
    await stripe.webhookEndpoints.update(endpoint?.id ?? '', { url: 'http://127.0.0.1:1/' })
    await stripe.customers.create({})
    await sandbox.webhooksSettled()
    expect(sandbox.deliveries().at(-1)).toMatchObject({ status: null, error: expect.any(String) })
  })
})

describe('webhooks broken on command', () => {
  const send = async (stripe: Stripe, ...names: string[]): Promise<void> => {
    for (const name of names) await stripe.customers.create({ name })
    await sandbox.webhooksSettled()
  }

  it('arrive in order unless told otherwise', async () => {
    const { stripe, receiver } = await listening(['customer.created'])
    await send(stripe, 'a', 'b', 'c')
    expect(namesOf(receiver)).toEqual(['a', 'b', 'c'])
  })

  it('arrive twice, with one id', async () => {
    const { stripe, receiver, key } = await listening(['customer.created'])
    sandbox.addFault({ kind: 'webhook_duplicate', key, type: 'customer.*' })
    await send(stripe, 'a', 'b')
    expect(namesOf(receiver)).toEqual(['a', 'a', 'b'])
    expect(receiver.received[0]?.event.id).toBe(receiver.received[1]?.event.id)
  })

  it('arrive after the next one', async () => {
    const { stripe, receiver, key } = await listening(['customer.created'])
    sandbox.addFault({ kind: 'webhook_reordered', key })
    await send(stripe, 'a', 'b', 'c')
    expect(namesOf(receiver)).toEqual(['b', 'a', 'c'])
  })

  it('arrive late', async () => {
    const { stripe, receiver, key } = await listening(['customer.created'])
    sandbox.addFault({ kind: 'webhook_late', key, ms: 30 })
    await send(stripe, 'a', 'b')
    await expect.poll(() => namesOf(receiver)).toEqual(['b', 'a'])
  })

  it('never arrive although their sender believes so; the list of events still has them', async () => {
    const { stripe, receiver, key } = await listening(['customer.created'])
    sandbox.addFault({ kind: 'webhook_lost', key, skip: 1 })
    await send(stripe, 'a', 'b', 'c')
    expect(namesOf(receiver)).toEqual(['a', 'c'])
    const { data } = await stripe.events.list({ type: 'customer.created' })
    expect(data.map(({ pending_webhooks: pending }) => pending)).toEqual([0, 0, 0])
    expect(sandbox.deliveries().findLast(({ fault }) => fault === 'webhook_lost')).toMatchObject({ status: null })
  })

  it('do not use up faults that wait for requests', async () => {
    const { stripe, receiver, key } = await listening(['customer.created'])
    sandbox.addFault({ kind: 'rate_limit', key, method: 'DELETE' })
    await send(stripe, 'a')
    expect(namesOf(receiver)).toEqual(['a'])
    sandbox.clearFaults()
  })
})

describe('the endpoint of the command line', () => {
  it('is told the events of every account, also those that waited for a restart', async () => {
    const receiver = await openReceiver()
    const stateFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'state.db')
    const webhook = { url: receiver.url, secret: 'whsec_cli' }
    const first = await startSandbox({ webhook, stateFile })
    receiver.answers.push(500)
    const { id } = await clientOf(first, 'sk_test_one').customers.create({})
    await first.webhooksSettled()
    await first.close()
    const second = await startSandbox({ webhook, stateFile })
    expect(second.account('sk_test_one').retryWebhooks()).toBe(1)
    await clientOf(second, 'sk_test_two').products.create({ name: 'P' })
    await second.webhooksSettled()
    expect(receiver.types()).toEqual(['customer.created', 'customer.created', 'product.created'])
    const { body, signature } = receiver.received[1] ?? { body: '', signature: '' }
    expect(Stripe.webhooks.constructEvent(body, signature, 'whsec_cli').data.object).toMatchObject({ id })
    await second.close()
  })
})

describe('the list of events', () => {
  it('reaches back thirty days and then frees their memory', async () => {
    const { stripe, control } = freshAccount(bench)
    await stripe.customers.create({ name: 'Old' })
    const [old] = (await stripe.events.list()).data
    control.advanceTo(JUNE + 30 * DAY - 1)
    expect((await stripe.events.list()).data).toHaveLength(1)
    control.advanceTo(JUNE + 30 * DAY)
    expect((await stripe.events.list()).data).toHaveLength(0)
    expect((await refusalOf(stripe.events.retrieve(old?.id ?? ''))).code).toBe('resource_missing')
    for (let i = 0; i < 260; i += 1) await stripe.products.create({ name: `P${i}` })
    expect((await stripe.events.list({ limit: 100 })).data).toHaveLength(100)
    expect(() => control.startAt(JUNE)).toThrow(/empty account/)
  })
})
