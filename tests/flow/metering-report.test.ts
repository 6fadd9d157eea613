// Guarantee: counts are taken from who holds a live key at an allowed address only, in bounds; everything else is refused by name
// before a byte of it is believed, and a report that is sent again gets the same answer.
import type { FastifyInstance } from 'fastify'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createServer } from '../../server/app/create-server.ts'
import { addCredential } from '../../server/features/metering/add-credential.ts'
import { revokeCredential } from '../../server/features/metering/revoke-credential.ts'
import { showCredentials } from '../../server/features/metering/show-credentials.ts'
import { ines } from '../support/desk.ts'
import { openMeteringDesk } from '../support/metering-desk.ts'
import { openSandbox } from '../support/payment-day.ts'

const sandbox = await openSandbox()
const admin = { actor: { ...ines, roles: ['admin'] as const }, requestId: 'req_1' }

let desk: Awaited<ReturnType<typeof openMeteringDesk>>
let app: FastifyInstance
let key: string

beforeAll(async () => {
  desk = await openMeteringDesk(sandbox)
  app = await createServer(desk.kernel, {
    signIn: { publicUrl: () => 'http://127.0.0.1:4870', hasLocal: true, oidc: null, hasSampleAccounts: false },
    trustedProxies: ['10.0.0.1'],
    metricsToken: null,
    webhookSecrets: new Map(),
    deskFolder: null,
    embedded: null,
  })
  await desk.subscribe('kestrel')
  await desk.comeBy()
  key = (await addCredential(desk.kernel, { ...admin, name: 'Platform', addresses: ['203.0.113.0/24'] })).key
})
afterAll(() => app.close())

let minute = 0

interface Knock {
  readonly key?: string | null
  readonly from?: string
  readonly body?: unknown
  readonly type?: string
}

/** Through the proxy that is trusted, from an address that hasn't come too often yet. */
const knock = async ({
  key: given = key,
  from = `203.0.113.${++minute % 250}`,
  body,
  type = 'application/json',
}: Knock) => {
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/metering/report',
    remoteAddress: '10.0.0.1',
    headers: {
      'content-type': type,
      'x-forwarded-for': from,
      ...(given === null ? {} : { authorization: `Bearer ${given}` }),
    },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const said = answer.json<{ error?: { code: string }; results?: unknown }>()
  return { status: answer.statusCode, code: said.error?.code ?? null, results: said.results }
}

const count = (devices: unknown, over: object = {}) => ({
  measuredAt: desk.nowIso(),
  totals: [{ tenantId: 'kestrel', counts: { 'end-devices': devices } }],
  ...over,
})

test('each tenant gets its answer, and the same report again the same', async () => {
  const body = {
    measuredAt: desk.nowIso(),
    totals: [
      { tenantId: 'kestrel', counts: { 'end-devices': 80, users: 7 } },
      { tenantId: 'nobody', counts: { 'end-devices': 1 } },
    ],
  }
  const results = [
    { tenantId: 'kestrel', counter: 'end-devices', verdict: 'accepted', code: null },
    { tenantId: 'kestrel', counter: 'users', verdict: 'accepted', code: null },
    { tenantId: 'nobody', counter: 'end-devices', verdict: 'refused', code: 'UNKNOWN_TENANT' },
  ]
  expect(await knock({ body })).toEqual({ status: 200, code: null, results })
  expect(await knock({ body })).toEqual({ status: 200, code: null, results })
})

test('who may not report is refused by name, and an administrator sees from where it was tried', async () => {
  const body = count(80)
  const no = { results: undefined }
  expect(await knock({ key: null, body })).toEqual({ status: 401, code: 'METER_KEY_UNKNOWN', ...no })
  const other = `csm_${'A'.repeat(43)}`
  for (const wrong of [other, key.slice(0, -1), `${key}x`, 'sk_test_1', '']) {
    expect(await knock({ key: wrong, body })).toEqual({ status: 401, code: 'METER_KEY_UNKNOWN', ...no })
  }
  expect(await knock({ from: '198.51.100.9', body })).toEqual({ status: 403, code: 'METER_ADDRESS_FORBIDDEN', ...no })
  const [shown] = (await showCredentials(desk.kernel)).credentials
  expect(shown).toMatchObject({ name: 'Platform', refusedFrom: '198.51.100.9', keyEnd: key.slice(-4) })
  expect(JSON.stringify(shown)).not.toContain(key)
  const kept = await desk.kernel.db.selectFrom('meterCredential').selectAll().execute()
  expect(JSON.stringify(kept)).not.toContain(key)

  const second = await addCredential(desk.kernel, { ...admin, name: 'Old', addresses: ['::/0', '0.0.0.0/0'] })
  expect((await knock({ key: second.key, body })).status).toBe(200)
  await revokeCredential(desk.kernel, { ...admin, id: second.id })
  expect(await knock({ key: second.key, body })).toEqual({ status: 401, code: 'METER_KEY_UNKNOWN', ...no })
  await expect(revokeCredential(desk.kernel, { ...admin, id: second.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const unread = addCredential(desk.kernel, { ...admin, name: 'No', addresses: ['203.0.113.0/33'] })
  await expect(unread).rejects.toMatchObject({ code: 'METER_ADDRESS_UNREAD' })
})

test('what is no report is refused whole', async () => {
  const totals = Array.from({ length: 2001 }, (_nothing, index) => ({ tenantId: `t${index}`, counts: { users: 1 } }))
  const wrong: ReadonlyArray<readonly [string, unknown, number]> = [
    ['no JSON', 'not json', 400],
    ['nothing', '', 400],
    ['a list', [], 400],
    ['a text for a count', count('80'), 400],
    ['a count below zero', count(-1), 400],
    ['half a device', count(0.5), 400],
    ['more than anybody has', count(1e15), 400],
    ['a time in words', count(80, { measuredAt: 'yesterday' }), 400],
    ['something unknown', count(80, { dryRun: true }), 400],
    ['nobody', count(80, { totals: [] }), 400],
    [
      'too many of few',
      {
        measuredAt: desk.nowIso(),
        totals: totals.slice(0, 1001).map((one) => ({ ...one, counts: { users: 1, gateways: 1 } })),
      },
      400,
    ],
    ['too many', { measuredAt: desk.nowIso(), totals }, 400],
    [
      'a name that is none',
      { measuredAt: desk.nowIso(), totals: [{ tenantId: 'kestrel', counts: { 'End Devices': 1 } }] },
      400,
    ],
    [
      'a name that no database holds',
      { measuredAt: desk.nowIso(), totals: [{ tenantId: 'kest\u0000rel', counts: { users: 1 } }] },
      400,
    ],
    ['__proto__', `{"measuredAt":"${desk.nowIso()}","totals":[{"tenantId":"kestrel","counts":{"__proto__":1}}]}`, 400],
    ['too large', `"${'x'.repeat(1_048_577)}"`, 413],
  ]
  for (const [name, body, status] of wrong) expect([name, (await knock({ body })).status]).toEqual([name, status])
  expect((await knock({ body: 'a=b', type: 'application/x-www-form-urlencoded' })).status).toBeLessThan(500)
})

test('any JSON at all is answered without a fault of ours', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
      expect((await knock({ body })).status).toBeLessThan(500)
    }),
    { numRuns: 200 },
  )
})

test('an address that comes too often is held off before its key is looked at', async () => {
  const statuses = new Set<number>()
  for (let times = 0; times < 61; times += 1) {
    statuses.add((await knock({ key: null, from: '203.0.113.251', body: count(1) })).status)
  }
  expect([...statuses]).toEqual([401, 429])
})
