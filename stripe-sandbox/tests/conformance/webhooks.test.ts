import { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { openReceiver } from '../receiver.ts'
import { freshAccount } from '../support.ts'
import { rules } from './rules.ts'
import { DAY, JUNE, openBench, refusalOf } from './support.ts'

/** Deliveries, their order, their signatures and how long events live (docs: "Receive Stripe events", "Events"). */
const bench = await openBench()
const { sandbox } = bench

const listening = async (enabled: Stripe.WebhookEndpointCreateParams.EnabledEvent[] = ['customer.created']) => {
  const { stripe, control } = freshAccount(bench)
  const receiver = await openReceiver()
  const endpoint = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: enabled })
  const names = () => receiver.received.map(({ event }) => (event.data.object as Stripe.Customer).name)
  const advance = async (to: number): Promise<void> => {
    control.advanceTo(to)
    await sandbox.webhooksSettled()
  }
  return { stripe, control, receiver, endpoint, names, advance }
}

rules('docs, "Receive Stripe events": automatic retries', 'a delivery that fails', () => {
  it('goes out again with those that are due with it, in the order of their events', async () => {
    const { stripe, receiver, names, advance } = await listening()
    const wanted = Array.from({ length: 9 }, (_, i) => `n${i}`)
    receiver.answers.push(...wanted.map(() => 500))
    for (const name of wanted) await stripe.customers.create({ name })
    await sandbox.webhooksSettled()
    await advance(JUNE + 60)
    expect(names()).toEqual([...wanted, ...wanted])
  })

  it('is tried for three days after its event, with growing pauses, and not after', async () => {
    const { stripe, receiver, endpoint, advance } = await listening()
    receiver.answers.push(...Array.from({ length: 60 }, () => 500))
    await stripe.customers.create({})
    await sandbox.webhooksSettled()
    const tried = () => sandbox.deliveries().filter((note) => note.endpoint === endpoint.id)
    for (let next = tried().at(-1)?.nextAttemptAt; next; next = tried().at(-1)?.nextAttemptAt) await advance(next)
    // 1, 5, 30 minutes, 2, 5, 12 hours after one another, then every 12 hours while three days last:
    // 60, 360, 2160, 9360, 27360, then 70560, 113760, 156960, 200160, 243360; 286560 is past 259200.
    const times = tried().flatMap(({ nextAttemptAt }) => nextAttemptAt ?? [])
    expect(times.map((at) => at - JUNE)).toEqual([
      60, 360, 2160, 9360, 27_360, 70_560, 113_760, 156_960, 200_160, 243_360,
    ])
    await advance(JUNE + 20 * DAY)
    expect(receiver.received).toHaveLength(11)
  })

  it('ends when its endpoint is disabled or deleted by then', async () => {
    const { stripe, receiver, endpoint, advance } = await listening()
    receiver.answers.push(500)
    await stripe.customers.create({ name: 'a' })
    await sandbox.webhooksSettled()
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: true })
    await advance(JUNE + 120)
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: false })
    await advance(JUNE + DAY)
    expect(receiver.received).toHaveLength(1)
  })

  it('goes on when its endpoint is enabled again before the next attempt', async () => {
    const { stripe, receiver, endpoint, advance } = await listening()
    receiver.answers.push(500)
    await stripe.customers.create({ name: 'a' })
    await sandbox.webhooksSettled()
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: true })
    await stripe.webhookEndpoints.update(endpoint.id, { disabled: false })
    await advance(JUNE + 60)
    expect(receiver.received).toHaveLength(2)
  })
})

rules('docs, "Receive Stripe events": duplicates and redirects', 'an answer', () => {
  it.each([
    [200, 1],
    [204, 1],
    [299, 1],
    [302, 2],
    [400, 2],
    [410, 2],
    [503, 2],
  ])('of %d makes %d attempts: only 2xx counts', async (status, attempts) => {
    const { stripe, receiver, advance } = await listening()
    receiver.answers.push(status)
    await stripe.customers.create({})
    await sandbox.webhooksSettled()
    await advance(JUNE + 60)
    expect(receiver.received).toHaveLength(attempts)
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(1)
  })
})

rules('docs, "Receive Stripe events": verify signatures, roll endpoint secrets', 'a rolled secret', () => {
  const signaturesOf = (header: string): string[] => header.split(',').filter((part) => part.startsWith('v1='))

  it('signs beside the new one until it ends, a day at most', async () => {
    const { stripe, control, receiver, endpoint, advance } = await listening()
    const { secret } = control.rollSecret(endpoint.id, 3600)
    await stripe.customers.create({})
    await sandbox.webhooksSettled()
    const { body = '', signature = '' } = receiver.received[0] ?? {}
    expect(signaturesOf(signature)).toHaveLength(2)
    for (const one of [secret, endpoint.secret ?? ''])
      expect(Stripe.webhooks.constructEvent(body, signature, one).type).toBe('customer.created')
    await advance(JUNE + 3600)
    await stripe.customers.create({})
    await sandbox.webhooksSettled()
    const later = receiver.received.at(-1)
    expect(signaturesOf(later?.signature ?? '')).toHaveLength(1)
    expect(() =>
      Stripe.webhooks.constructEvent(later?.body ?? '', later?.signature ?? '', endpoint.secret ?? ''),
    ).toThrow(/signature/)
    expect(() => control.rollSecret(endpoint.id, DAY + 1)).toThrow(/86400/)
  })

  it('is rolled in its own account only, and no object shows what was', async () => {
    const { stripe, receiver, endpoint } = await listening()
    const answer = await fetch(`${sandbox.url}/_sandbox/webhook_endpoints/roll_secret`, {
      method: 'POST',
      body: JSON.stringify({ key: bench.control.key, endpoint: endpoint.id, kept_seconds: 0 }),
    })
    // The endpoint is another account's.
    expect(answer.status).toBe(400)
    await stripe.customers.create({})
    await sandbox.webhooksSettled()
    expect(signaturesOf(receiver.received[0]?.signature ?? '')).toHaveLength(1)
    expect(await stripe.webhookEndpoints.retrieve(endpoint.id)).not.toHaveProperty('_retired')
  })
})

rules('docs, "Events": API versions', 'an event', () => {
  it('has the version of its account, and endpoints of other versions are refused by name', async () => {
    const { stripe } = await listening()
    await stripe.customers.create({})
    expect((await stripe.events.list()).data[0]?.api_version).toBe('2026-10-28.endive')
    const params = { url: 'https://shop.example/hook', enabled_events: ['*' as const] }
    const named = await stripe.webhookEndpoints.create({ ...params, api_version: '2026-10-28.endive' })
    expect(named.api_version).toBe('2026-10-28.endive')
    const other = await refusalOf(stripe.webhookEndpoints.create({ ...params, api_version: '2025-09-30.clover' }))
    expect(other).toMatchObject({ statusCode: 501, param: 'api_version' })
  })

  it('is read for thirty days', async () => {
    const { stripe, control } = freshAccount(bench)
    await stripe.customers.create({})
    const id = (await stripe.events.list()).data[0]?.id ?? ''
    control.advanceTo(JUNE + 30 * DAY - 1)
    expect((await stripe.events.retrieve(id)).id).toBe(id)
    control.advanceTo(JUNE + 30 * DAY)
    expect((await stripe.events.list()).data).toEqual([])
    expect(await refusalOf(stripe.events.retrieve(id))).toMatchObject({ statusCode: 404, code: 'resource_missing' })
  })

  it('counts as delivered once every endpoint has taken it (SDK, EventListParams.delivery_success)', async () => {
    const { stripe, receiver } = await listening()
    receiver.answers.push(500)
    await stripe.customers.create({ name: 'failed' })
    await stripe.customers.create({ name: 'taken' })
    await sandbox.webhooksSettled()
    const named = async (delivered: boolean) =>
      (await stripe.events.list({ delivery_success: delivered })).data.map(
        ({ data }) => (data.object as Stripe.Customer).name,
      )
    expect(await named(false)).toEqual(['failed'])
    expect(await named(true)).toEqual(['taken'])
  })
})

rules('SDK, TestClock.frozen_time; docs, "Test clocks"', 'on a test clock', () => {
  it('objects are created at its time', async () => {
    const { stripe } = freshAccount(bench)
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: JUNE - 100 * DAY })
    const customer = await stripe.customers.create({ test_clock: clock.id })
    expect(customer.created).toBe(JUNE - 100 * DAY)
    expect(clock.created).toBe(JUNE)
  })
})
