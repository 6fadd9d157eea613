// Guarantee: whatever is thrown at the door of events is refused by name or kept, never with a 5xx, and leaves no memory behind.
// A few hundred generated deliveries here; `COUNTERSIGN_HOSTILE=1000000` throws as many.
import { connect } from 'node:net'
import * as fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createStripeGateway } from '../../server/adapters/stripe/gateway.ts'
import { createServer } from '../../server/app/create-server.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { companionKernel } from '../prove/companion-kernel.ts'
import { sqliteStores, type Stores } from '../prove/stores.ts'
import { signatureOf } from '../support/event-fixtures.ts'

const SECRET = 'whsec_of_this_test'
const RUNS = Number(process.env['COUNTERSIGN_HOSTILE'] ?? 1500)
/** What many thousands of requests may leave behind: less than one of them in fifty kept whole. */
const MOST_GROWTH_BYTES = 48_000_000
const LIVE_BODY =
  '{"object":"event","id":"evt_1","type":"customer.updated","created":1790000000,"livemode":true,"data":{"object":{}}}'

const TEST_BODY = LIVE_BODY.replace('true', 'false')

const serve = (kernel: Kernel, secrets: ReadonlyMap<string, readonly string[]>): Promise<FastifyInstance> =>
  createServer(kernel, {
    signIn: { publicUrl: 'http://127.0.0.1:4870', oidc: null },
    trustedProxies: [],
    metricsToken: null,
    webhookSecrets: secrets,
    deskFolder: null,
    embedded: null,
  })

interface Thrown {
  readonly body: string | Uint8Array
  readonly path: string
  /** Null: without one. */
  readonly header: string | null
  readonly type: string
}

const textBody = fc.oneof(
  fc.json({ maxDepth: 6 }),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom('', 'null', '[]', '{"object":"event"}', LIVE_BODY),
  fc.constantFrom(TEST_BODY, TEST_BODY.replace('evt_1', 'evt_2'), '\u0000', '{"object":"event","id":"evt_x"'),
  fc.nat({ max: 100_000 }).map((depth) => '['.repeat(depth)),
  fc.nat({ max: 4000 }).map((depth) => `{"object":"event","data":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`),
  fc
    .record({
      object: fc.constantFrom('event', 'v2.core.event', null, 1),
      id: fc.oneof(fc.string(), fc.constantFrom('evt_1', '', null, {}, '__proto__')),
      type: fc.oneof(fc.string(), fc.constantFrom('customer.updated', 'climate.order.delivered', 'toString', null)),
      created: fc.oneof(fc.integer(), fc.double(), fc.constantFrom(1_790_000_000, -1, 1e300, null, '1')),
      livemode: fc.constantFrom(true, false, null, 'false'),
      data: fc.oneof(fc.jsonValue(), fc.record({ object: fc.jsonValue() })),
    })
    .map((event) => JSON.stringify(event)),
)

const PATHS = ['main', 'main', 'main', 'main', 'other', '__proto__', 'constructor', '%00', '..%2f..%2fetc', 'é']
const TYPES = [
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'nonsense',
  'application/json; charset=latin1',
]

/** Signed well, for other bytes, with another secret, too early, too late, in nonsense, or not at all. */
const headerOf = (body: string, kind: number, noise: string, now: number): string | null => {
  const signed = (secret: string, skewMs = 0) => signatureOf(body, secret, now + skewMs)
  const ways: ReadonlyArray<() => string | null> = [
    () => signed(SECRET),
    () => signed(SECRET),
    () => signed(SECRET),
    () => signatureOf(`${body} `, SECRET, now),
    () => signed('whsec_of_somebody'),
    () => signed(SECRET, 301_000 + kind),
    () => signed(SECRET, -301_000 - kind),
    () => `${signed(SECRET)},${signed(SECRET)}`,
    () => encodeURIComponent(noise),
    () => `t=${now},${'v1=00,'.repeat(kind % 900)}`,
    () => null,
  ]
  return ways[kind % ways.length]?.() ?? null
}

const thrown = (now: number): fc.Arbitrary<Thrown> =>
  fc
    .record({
      body: textBody,
      path: fc.constantFrom(...PATHS),
      kind: fc.nat({ max: 5000 }),
      noise: fc.string({ unit: 'binary' }),
      type: fc.constantFrom(...TYPES),
      isTorn: fc.boolean(),
    })
    .map(({ body, path, kind, noise, type, isTorn }) => ({
      path,
      type,
      header: headerOf(body, kind, noise, now),
      // Bytes that are no text of any encoding.
      body: isTorn && kind % 17 === 0 ? Uint8Array.from([0xff, 0xfe, ...Buffer.from(body)]) : body,
    }))

const ANSWERS = new Set([200, 400, 401, 404, 413])

let stores: Stores

beforeAll(async () => {
  stores = await sqliteStores()
})
afterAll(() => stores.close())

const openHouse = async (secrets = new Map([['main', [SECRET]]])) => {
  const store = await stores.fresh()
  const { db, close } = await store.open()
  // Nobody asks Stripe at the door.
  const stripe = createStripeGateway({ key: 'sk_test_nobody', apiBase: 'http://127.0.0.1:9', timeoutMs: 100 })
  const app = await serve(companionKernel({ db, stripe, clock: { now: () => Date.now() }, replica: 'test' }), secrets)
  app.addHook('onClose', close)
  return app
}

test('generated deliveries: a typed refusal or kept, and memory stays flat', async () => {
  const app = await openHouse()
  const seen = new Map<number, number>()
  let before = 0
  let done = 0
  const one = async ({ body, path, header, type }: Thrown): Promise<void> => {
    const answer = await app.inject({
      method: 'POST',
      url: `/webhooks/stripe/${encodeURI(path)}`,
      headers: { 'content-type': type, ...(header === null ? {} : { 'stripe-signature': header }) },
      payload: Buffer.from(body),
    })
    seen.set(answer.statusCode, (seen.get(answer.statusCode) ?? 0) + 1)
    expect(ANSWERS, answer.body).toContain(answer.statusCode)
    if (answer.statusCode !== 200)
      expect((JSON.parse(answer.body) as { error: { code: string } }).error.code).toMatch(/^[A-Z_]+$/)
    done += 1
    // The first third warms up.
    if (done === Math.floor(RUNS / 3)) before = process.memoryUsage().heapUsed
  }
  await fc.assert(fc.asyncProperty(thrown(Date.now()), one), { numRuns: RUNS, endOnFailure: true, seed: 20_261_121 })
  for (const status of [200, 400, 401, 404]) expect(seen.get(status) ?? 0, String(status)).toBeGreaterThan(5)
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(MOST_GROWTH_BYTES)
  await app.close()
})

test('without any secret there is no door', async () => {
  const app = await openHouse(new Map())
  const answer = await app.inject({ method: 'POST', url: '/webhooks/stripe/main', payload: LIVE_BODY })
  expect(answer.statusCode).toBe(404)
  await app.close()
})

test('bodies that come a byte at a time hold up nobody else', async () => {
  const app = await openHouse()
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const head =
    'POST /webhooks/stripe/main HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 900000\r\n\r\n'
  const drips = Array.from({ length: 200 }, () => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write(head)
    return socket
  })
  const dripping = setInterval(() => drips.forEach((socket) => socket.write('x')), 20)
  const body = TEST_BODY
  for (let n = 0; n < 20; n++) {
    const headers = { 'content-type': 'application/json', 'stripe-signature': signatureOf(body, SECRET, Date.now()) }
    const answer = await fetch(`http://127.0.0.1:${port}/webhooks/stripe/main`, { method: 'POST', headers, body })
    expect(answer.status).toBe(200)
  }
  clearInterval(dripping)
  for (const socket of drips) socket.destroy()
  // Whoever never finishes is hung up on in the end.
  expect(app.server.requestTimeout).toBeGreaterThan(0)
  await app.close()
})
