// Guarantee: a tenant of The Things Stack is made once, changed in nothing but state, reason and limits, and is applied only
// when the stack itself says so.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTheThingsStack } from '../../server/adapters/provisioners/the-things-stack.ts'
import type { TenantOrder } from '../../server/ports/provisioner.ts'
import { hang, openDoor, type Reply, say } from '../support/http-door.ts'
import { anOrderOf } from '../support/plans.ts'

interface Told {
  readonly tenant: Record<string, unknown> & { readonly ids: { readonly tenant_id: string } }
  readonly field_mask?: { readonly paths: readonly string[] }
}

let kept: Map<string, Record<string, unknown>>
let door: Awaited<ReturnType<typeof openDoor>>

/** What a mask asks for; protocol buffers' JSON leaves out what has its initial value. */
const shown = (path: string): [number, object] => {
  const asked = new URL(path, 'http://stack.example')
  const tenant = kept.get(asked.pathname.replace('/api/v3/tenants/', ''))
  if (!tenant) return [404, { code: 5 }]
  const fields = ['ids', ...(asked.searchParams.get('field_mask') ?? '').split(',')]
  const set = fields.filter((field) => tenant[field] !== null && tenant[field] !== undefined)
  return [200, Object.fromEntries(set.map((field) => [field, tenant[field]]))]
}

const create = (path: string, { tenant }: Told): [number, object] => {
  const id = tenant.ids.tenant_id
  if (path !== '/api/v3/tenants') return [404, {}]
  if (kept.has(id)) return [409, { code: 6 }]
  kept.set(id, { ...tenant })
  return [200, tenant]
}

const update = (path: string, { tenant, field_mask: mask }: Told): [number, object] => {
  const id = tenant.ids.tenant_id
  const known = kept.get(id)
  if (path !== `/api/v3/tenants/${id}` || !known) return [404, { code: 5 }]
  for (const field of mask?.paths ?? []) known[field] = tenant[field]
  return [200, known]
}

/** As the stack keeps tenants: an update sets what the mask names, 64-bit numbers come back as text. */
const stack: Reply = (knock, response) => {
  const { method, path, headers, text } = knock
  const reply = ([status, body]: [number, object]) => say(status, body)(knock, response)
  if (headers.authorization !== 'TenantAdminKey k1') return reply([401, { code: 16 }])
  if (method === 'GET') return reply(shown(path))
  const told = JSON.parse(text) as Told
  return reply(method === 'POST' ? create(path, told) : update(path, told))
}

beforeEach(async () => {
  kept = new Map()
  door = await openDoor(stack)
})
afterEach(() => door.close())

const send = (order: TenantOrder, adminKey = 'k1', timeoutMs = 2000) =>
  createTheThingsStack({ url: `${door.url}/`, adminKey, timeoutMs, allowsPrivate: true }).apply(order)

const APPLIED = { verdict: 'applied', ignored: [] }
const asked = () => door.knocks.map(({ method, path }) => `${method} ${path}`)

test('a tenant that isn’t there is made, with what its subscription says of it', async () => {
  expect(await send(anOrderOf())).toEqual(APPLIED)
  expect(kept.get('kestrel')).toEqual({
    ids: { tenant_id: 'kestrel' },
    name: 'Kestrel Robotics',
    description: '',
    attributes: { 'billing-backend': 'stripe', 'billing-agreement': 'sub_1', 'stripe-customer': 'cus_1' },
    state: 'STATE_APPROVED',
    state_description: '“Business” is paid.',
    max_applications: null,
    max_clients: null,
    max_end_devices: '500',
    max_gateways: null,
    max_organizations: null,
    max_users: null,
  })
  expect(asked()).toEqual(['PUT /api/v3/tenants/kestrel', 'POST /api/v3/tenants'])
})

test('a tenant that is there keeps what people gave it, and loses limits that are gone', async () => {
  await send(anOrderOf())
  Object.assign(kept.get('kestrel') ?? {}, { name: 'Renamed by Mara', max_users: '3' })
  const order = anOrderOf({ state: 'flagged', reason: 'Past due.', limits: { 'max-users': 0 } })
  expect(await send(order)).toEqual(APPLIED)
  expect(kept.get('kestrel')).toMatchObject({
    name: 'Renamed by Mara',
    state: 'STATE_FLAGGED',
    state_description: 'Past due.',
    max_users: '0',
    max_end_devices: null,
  })
})

test('suspending leaves the limits alone, and makes no tenant', async () => {
  const order = anOrderOf({ state: 'suspended', reason: 'Ended.', limits: null })
  expect(await send(order)).toEqual(APPLIED)
  expect(asked()).toEqual(['PUT /api/v3/tenants/kestrel'])
  await send(anOrderOf())
  expect(await send(order)).toEqual(APPLIED)
  expect(kept.get('kestrel')).toMatchObject({ state: 'STATE_SUSPENDED', max_end_devices: '500' })
})

test('the same order twice, and one whose answer was lost, end in the same tenant', async () => {
  let isFirst = true
  door.answerWith((knock, response) => {
    const isLost = knock.method === 'POST' && isFirst
    if (!isLost) return stack(knock, response)
    isFirst = false
    kept.set('kestrel', { ...(JSON.parse(knock.text) as Told).tenant })
    response.destroy()
  })
  expect(await send(anOrderOf())).toMatchObject({ verdict: 'later' })
  expect(await send(anOrderOf())).toEqual(APPLIED)
  expect(kept.size).toBe(1)
})

test('who is overtaken in making it updates what the other made', async () => {
  let isOvertaken = false
  door.answerWith((knock, response) => {
    if (knock.method === 'POST' && !isOvertaken) {
      isOvertaken = true
      kept.set('kestrel', { ids: { tenant_id: 'kestrel' }, name: 'By hand' })
    }
    stack(knock, response)
  })
  expect(await send(anOrderOf())).toEqual(APPLIED)
  expect(kept.get('kestrel')).toMatchObject({ name: 'By hand', state: 'STATE_APPROVED', max_end_devices: '500' })
})

test('a limit of the seller’s own is passed over by name', async () => {
  expect(await send(anOrderOf({ limits: { 'max-users': 5, 'max-dashboards': 2 } }))).toEqual({
    verdict: 'applied',
    ignored: ['max-dashboards'],
  })
})

test.each([
  ['another state', { state: 'STATE_REJECTED' }],
  ['another limit', { max_end_devices: '5' }],
  ['a limit that was lifted', { max_users: '9' }],
  ['another tenant', { ids: { tenant_id: 'osprey' } }],
])('success with %s isn’t believed', async (_name, lie) => {
  door.answerWith((knock, response) => {
    const { tenant } = JSON.parse(knock.text) as Told
    say(200, { ...tenant, ...lie })(knock, response)
  })
  expect(await send(anOrderOf())).toEqual({
    verdict: 'later',
    why: 'The Things Stack answered with something else than was asked for.',
  })
})

const ask = (tenantId = 'kestrel', adminKey = 'k1') =>
  createTheThingsStack({ url: door.url, adminKey, timeoutMs: 2000, allowsPrivate: true }).describe(tenantId)

test('what it has is read back: state, and the limits that are set', async () => {
  expect(await ask()).toEqual({ verdict: 'told', tenant: null })
  await send(anOrderOf({ state: 'flagged', limits: { 'max-users': 0, 'max-end-devices': 500 } }))
  expect(await ask()).toEqual({
    verdict: 'told',
    tenant: { states: ['flagged'], said: 'flagged', limits: { 'max-end-devices': 500, 'max-users': 0 } },
  })
  Object.assign(kept.get('kestrel') ?? {}, { state: 'STATE_REJECTED' })
  expect(await ask()).toMatchObject({ tenant: { states: [], said: 'STATE_REJECTED' } })
  Object.assign(kept.get('kestrel') ?? {}, { max_users: '18446744073709551615' })
  expect(await ask()).toMatchObject({ verdict: 'later' })
  expect(await ask('kestrel/../osprey')).toEqual({ verdict: 'told', tenant: null })
  expect(await ask('kestrel', 'k2')).toEqual({ verdict: 'never', why: 'The Things Stack answered HTTP 401.' })
})

test('it puts nothing away: archived is suspended there, with its reason', async () => {
  await send(anOrderOf())
  expect(await send(anOrderOf({ state: 'archived', reason: 'Archived on 1 Oct 2026.', limits: null }))).toEqual(APPLIED)
  expect(kept.get('kestrel')).toMatchObject({
    state: 'STATE_SUSPENDED',
    state_description: 'Archived on 1 Oct 2026.',
    max_end_devices: '500',
  })
  expect(await ask()).toMatchObject({ tenant: { states: ['suspended', 'archived'] } })
})

test('a wrong key never helps, and is not told', async () => {
  const verdict = await send(anOrderOf(), 'k2-secret')
  expect(verdict).toEqual({ verdict: 'never', why: 'The Things Stack answered HTTP 401.' })
})

test('500 for an hour may pass, and so may silence', async () => {
  door.answerWith(say(500, { code: 13 }))
  expect(await send(anOrderOf())).toEqual({ verdict: 'later', why: 'The Things Stack answered HTTP 500.' })
  door.answerWith(hang)
  expect(await send(anOrderOf(), 'k1', 80)).toMatchObject({ verdict: 'later', why: expect.stringContaining('in time') })
})

test.each(['ab', 'Kestrel', 'a'.repeat(37), 'kestrel/../osprey', 'a--b', 'kes trel'])(
  '“%s” is no tenant id there, and nothing is asked',
  async (tenantId) => {
    expect(await send(anOrderOf({ tenantId }))).toMatchObject({ verdict: 'never' })
    expect(door.knocks).toEqual([])
  },
)

test('a door that isn’t the stack’s, as while it is installed anew, says nothing of a tenant', async () => {
  await send(anOrderOf())
  door.answerWith(say(404, 'page not found'))
  const why = 'HTTP 404 came from something else than The Things Stack.'
  expect(await send(anOrderOf({ state: 'suspended' }))).toEqual({ verdict: 'later', why })
  expect(await send(anOrderOf())).toEqual({ verdict: 'later', why })
  const stackThere = createTheThingsStack({ url: door.url, adminKey: 'k1', timeoutMs: 2000, allowsPrivate: true })
  expect(await stackThere.describe('kestrel')).toEqual({ verdict: 'later', why })
  expect(kept.get('kestrel')?.['state']).toBe('STATE_APPROVED')
})
