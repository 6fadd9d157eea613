// Guarantee: what Stripe delivers is believed for its signature and its time only, kept before it is answered, and ends in
// the state that Stripe has now, however it came: signed with either secret, twice, late, reordered, or not at all.
import type { FastifyInstance } from 'fastify'
import { Stripe } from 'stripe'
import { type RunningSandbox, startSandbox } from 'stripe-sandbox'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createServer } from '../../server/app/create-server.ts'
import { readHealth } from '../../server/app/read-health.ts'
import { EVENTS } from '../../server/app/events.ts'
import { createStripeGateway } from '../../server/adapters/stripe/gateway.ts'
import { type EventJobs, readInboxStatus, startEventJobs } from '../../server/features/webhooks/index.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { signatureOf } from '../support/event-fixtures.ts'
import { eachDatabase, type FreshDatabase } from '../support/databases.ts'
import { companionKernel } from '../prove/companion-kernel.ts'

const KEY = 'sk_test_webhooks'
const SECRET = 'whsec_of_this_test'
const OLDER = 'whsec_before_it_was_rolled'

let sandbox: RunningSandbox
let stripe: Stripe
let kernel: Kernel
let app: FastifyInstance
let url: string
let jobs: EventJobs

const startJobs = (): EventJobs =>
  startEventJobs(kernel, { table: EVENTS, readsPerSecond: 1000, onGap: () => Promise.resolve(true) })

const open = async (database: FreshDatabase): Promise<void> => {
  sandbox = await startSandbox()
  stripe = new Stripe(KEY, { host: sandbox.host, port: sandbox.port, protocol: 'http', maxNetworkRetries: 0 })
  const gateway = createStripeGateway({ key: KEY, apiBase: sandbox.url, timeoutMs: 5000 })
  kernel = companionKernel({ db: database.db, stripe: gateway, clock: { now: () => Date.now() }, replica: 'test' })
  jobs = startJobs()
  // Their first look at Stripe's list, so that what comes now is brought by a delivery or not at all.
  const listedAt = async () => (await readInboxStatus(kernel)).listedAt
  await expect.poll(listedAt, { timeout: 15_000 }).not.toBeNull()
}

const listen = async (secrets: readonly string[]): Promise<void> => {
  app = await createServer(kernel, {
    signIn: { publicUrl: 'http://127.0.0.1:4870', oidc: null },
    trustedProxies: [],
    metricsToken: null,
    webhookSecrets: new Map([['main', secrets]]),
    deskFolder: null,
    embedded: null,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/webhooks/stripe/main`
}

/** An endpoint at Stripe that delivers here, with the secret that it was given. */
const subscribe = async (): Promise<{ id: string; secret: string }> => {
  const { id, secret = '' } = await stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:9/',
    enabled_events: ['*'],
  })
  await listen([secret])
  await stripe.webhookEndpoints.update(id, { url })
  return { id, secret }
}

const nameOf = async (id: string): Promise<string | null | undefined> =>
  (await kernel.db.selectFrom('mirrorCustomer').select('name').where('stripeId', '=', id).executeTakeFirst())?.name

const untilNamed = (id: string, name: string) => expect.poll(() => nameOf(id), { timeout: 15_000 }).toBe(name)

const eventsOf = (objectStripeId: string) =>
  kernel.db.selectFrom('stripeEvent').selectAll().where('objectStripeId', '=', objectStripeId).execute()

const statuses = () => sandbox.deliveries().map(({ status }) => status)

eachDatabase((kind, openDatabase) => {
  beforeEach(async () => {
    await open(await openDatabase())
  })
  afterEach(async () => {
    await jobs.stop()
    await app.close()
    await sandbox.close()
  })

  test('signed deliveries of the sandbox reach the mirror; a twin is kept once', async () => {
    await subscribe()
    sandbox.addFault({ kind: 'webhook_duplicate', times: 0 })
    const { id } = await stripe.customers.create({ name: 'Kestrel', metadata: { team: 'kestrel' } })
    await untilNamed(id, 'Kestrel')
    await sandbox.webhooksSettled()
    expect(statuses()).toEqual([200, 200])
    const events = await eventsOf(id)
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ type: 'customer.created', endpoint: 'main', subjectKey: id })
    await stripe.customers.del(id)
    await expect
      .poll(() => kernel.db.selectFrom('mirrorCustomer').select('isDeleted').where('stripeId', '=', id).execute(), {
        timeout: 15_000,
      })
      .toEqual([{ isDeleted: 1 }])
  })

  test.each(['as they were made', 'the older last'])(
    'two updates of one second, delivered %s, end in the newer',
    async (order) => {
      await subscribe()
      const { id } = await stripe.customers.create({ name: 'First' })
      await untilNamed(id, 'First')
      await sandbox.webhooksSettled()
      sandbox.account(KEY).freeze()
      if (order === 'the older last')
        sandbox.addFault({ kind: 'webhook_reordered', type: 'customer.updated', ms: 5000 })
      await stripe.customers.update(id, { name: 'Second' })
      await stripe.customers.update(id, { name: 'Third' })
      await sandbox.webhooksSettled()
      await expect.poll(async () => (await eventsOf(id)).filter(({ state }) => state === 'applied').length).toBe(3)
      const [second, third] = (await eventsOf(id)).filter(({ type }) => type === 'customer.updated')
      expect(second?.madeAt).toBe(third?.madeAt)
      expect(await nameOf(id)).toBe('Third')
    },
  )

  test('a late one changes nothing any more, and a lost one is found in Stripe’s list', async () => {
    await subscribe()
    sandbox.addFault({ kind: 'webhook_late', type: 'customer.created', ms: 300 })
    const { id } = await stripe.customers.create({ name: 'First' })
    await stripe.customers.update(id, { name: 'Second' })
    await untilNamed(id, 'Second')
    await sandbox.webhooksSettled()
    await expect.poll(async () => (await eventsOf(id)).map(({ state }) => state)).toEqual(['applied', 'applied'])
    expect(await nameOf(id)).toBe('Second')
    sandbox.addFault({ kind: 'webhook_lost', times: 0 })
    await stripe.customers.update(id, { name: 'Unheard' })
    await sandbox.webhooksSettled()
    // As after a restart: the jobs list when they start.
    await jobs.stop()
    jobs = startJobs()
    await untilNamed(id, 'Unheard')
    const lost = (await stripe.events.list({ limit: 1 })).data[0]?.id
    expect((await eventsOf(id)).find(({ stripeId }) => stripeId === lost)).toMatchObject({ endpoint: null })
  })

  test('while a secret is being rolled both are good, and afterwards only the new one', async () => {
    const { id: endpoint, secret } = await subscribe()
    const { secret: fresh } = sandbox.account(KEY).rollSecret(endpoint, 3600)
    expect(fresh).not.toBe(secret)
    const { id } = await stripe.customers.create({ name: 'Old secret here' })
    await untilNamed(id, 'Old secret here')
    await app.close()
    await listen([fresh])
    await stripe.webhookEndpoints.update(endpoint, { url })
    await stripe.customers.update(id, { name: 'New secret here' })
    await untilNamed(id, 'New secret here')
    expect(new Set(statuses())).toEqual(new Set([200]))
  })

  if (kind !== 'node:sqlite') return

  describe('what nobody may believe', () => {
    const body = JSON.stringify({
      object: 'event',
      id: 'evt_forged',
      type: 'customer.updated',
      created: 1_790_000_000,
      livemode: false,
      data: { object: { id: 'cus_forged', object: 'customer' } },
    })
    const post = async (payload: string, header: string | null, path = url) => {
      const headers = {
        'content-type': 'application/json',
        ...(header === null ? {} : { 'stripe-signature': header }),
      }
      const answer = await fetch(path, { method: 'POST', headers, body: payload })
      const text = await answer.text()
      const code = (JSON.parse(text) as { error?: { code: string } }).error?.code ?? 'received'
      return [answer.status, code]
    }
    const signed = (payload: string, secret = SECRET, skewMs = 0) =>
      post(payload, signatureOf(payload, secret, Date.now() + skewMs))
    const kept = async () => (await kernel.db.selectFrom('stripeEvent').select('stripeId').execute()).length

    beforeEach(() => listen([OLDER, SECRET]))

    test.each([
      ['no signature', () => post(body, null), [401, 'WEBHOOK_FORGED']],
      ['another secret', () => signed(body, 'whsec_of_somebody'), [401, 'WEBHOOK_FORGED']],
      [
        'a signature of other bytes',
        () => post(body, signatureOf(`${body} `, SECRET, Date.now())),
        [401, 'WEBHOOK_FORGED'],
      ],
      ['nonsense for a signature', () => post(body, 't=now,v1=abc,v0=,,,='), [401, 'WEBHOOK_FORGED']],
      ['two times', () => post(body, `t=1,${signatureOf(body, SECRET, Date.now())}`), [401, 'WEBHOOK_FORGED']],
      ['a replay', () => signed(body, SECRET, -302_000), [401, 'WEBHOOK_OUT_OF_TIME']],
      ['one from the future', () => signed(body, SECRET, 302_000), [401, 'WEBHOOK_OUT_OF_TIME']],
      ['no JSON', () => signed('not json'), [400, 'WEBHOOK_NO_EVENT']],
      ['nothing at all', () => signed(''), [400, 'WEBHOOK_NO_EVENT']],
      ['JSON that is no event', () => signed('{"object":"list"}'), [400, 'WEBHOOK_NO_EVENT']],
      ['an id that is no text', () => signed(body.replace('"evt_forged"', '{"a":1}')), [400, 'WEBHOOK_NO_EVENT']],
      [
        'live where only test is',
        () => signed(body.replace('"livemode":false', '"livemode":true')),
        [400, 'WEBHOOK_OTHER_MODE'],
      ],
      [
        'an endpoint without a secret',
        () => post(body, signatureOf(body, SECRET, Date.now()), `${url}-other`),
        [404, 'NOT_FOUND'],
      ],
      ['a prototype for an endpoint', () => post(body, '', url.replace('main', '__proto__')), [404, 'NOT_FOUND']],
      ['10 MB', () => signed(`${body}${' '.repeat(10_000_000)}`), [413, 'TOO_LARGE']],
    ])('%s is refused by name, counted, and leaves nothing', async (_what, send, refusal) => {
      // The companion hangs up on what is too large, and a client that still sends may not hear why.
      const answer = await send().catch(() => [413, 'TOO_LARGE'])
      expect(answer).toEqual(refusal)
      expect(await kept()).toBe(0)
      const { body: metrics } = await app.inject('/metrics')
      expect(metrics).toContain(`countersign_webhooks_total{outcome="${String(refusal[1])}"} 1`)
    })

    test('a type that nobody here knows is kept, passed over and answered well', async () => {
      expect(await signed(body.replace('customer.updated', 'climate.order.delivered'))).toEqual([200, 'received'])
      expect(await kernel.db.selectFrom('stripeEvent').select('state').execute()).toEqual([{ state: 'ignored' }])
    })

    test('what waits is told by health and metrics until it is applied', async () => {
      await jobs.stop()
      // By the older of two secrets, which is as good.
      expect(await signed(body, OLDER)).toEqual([200, 'received'])
      expect((await readHealth(kernel)).events).toMatchObject({ waiting: 1, failed: 0, heardAt: expect.any(String) })
      const metrics = async () => (await app.inject('/metrics')).body
      expect(await metrics()).toContain('countersign_events_waiting 1\n')
      expect(await metrics()).toContain('countersign_webhooks_total{outcome="new"} 1\n')
      jobs = startJobs()
      await expect.poll(metrics, { timeout: 15_000 }).toContain('countersign_events_waiting 0\n')
    })

    test('metadata missing or of a strange kind, an object without an id, a customer that is an object: kept', async () => {
      const objects = [
        {},
        { id: 7 },
        { id: 'in_1', customer: { id: 'cus_9' } },
        { id: 'in_2', customer: 5, metadata: [] },
      ]
      for (const [n, object] of objects.entries()) {
        const event = { ...JSON.parse(body), id: `evt_${n}`, data: { object } }
        expect(await signed(JSON.stringify(event))).toEqual([200, 'received'])
      }
      const rows = await kernel.db
        .selectFrom('stripeEvent')
        .select(['stripeId', 'subjectKey'])
        .orderBy('stripeId')
        .execute()
      expect(rows.map(({ subjectKey }) => subjectKey)).toEqual(['evt_0', 'evt_1', 'cus_9', 'in_2'])
    })

    test('with the database away the delivery is refused, so that Stripe sends it again', async () => {
      await jobs.stop()
      await kernel.db.schema.dropTable('stripeEvent').execute()
      const [status] = await signed(body)
      expect(status).toBeGreaterThanOrEqual(500)
    })
  })
})
