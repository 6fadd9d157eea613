// Guarantee: whatever the other side of a callback does, the verdict is one that the reconciler can act on, and nothing is
// believed to be applied that wasn't said to be.
import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isPrivateAddress } from '../../server/adapters/provisioners/is-private-address.ts'
import { type CallbackOptions, createHttpCallback } from '../../server/adapters/provisioners/http-callback.ts'
import { hang, openDoor, say } from '../support/http-door.ts'
import { anOrderOf } from '../support/plans.ts'

const NOW = Date.parse('2026-07-10T12:00:00.500Z')
const SECONDS = '1783684800'
const OLD = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const NEW = `whsec_${Buffer.alloc(24, 2).toString('base64')}`

let door: Awaited<ReturnType<typeof openDoor>>
beforeEach(async () => {
  door = await openDoor(say(204))
})
afterEach(() => door.close())

const send = (over: Partial<CallbackOptions> = {}, order = anOrderOf()) =>
  createHttpCallback({
    url: `${door.url}/tenants?from=desk`,
    secrets: [NEW, OLD],
    timeoutMs: 2000,
    allowsPrivate: true,
    now: () => NOW,
    ...over,
  }).apply(order)

describe('what is sent', () => {
  test('the order, signed with every secret over id, seconds and body', async () => {
    expect(await send()).toEqual({ verdict: 'applied', ignored: [] })
    const [knock] = door.knocks
    expect(knock).toMatchObject({ method: 'POST', path: '/tenants?from=desk' })
    expect(JSON.parse(knock?.text ?? '')).toEqual({
      type: 'tenant.wanted',
      timestamp: '2026-07-10T12:00:00.500Z',
      data: {
        tenantId: 'kestrel',
        customerStripeId: 'cus_1',
        paidBy: { backend: 'stripe', agreementId: 'sub_1' },
        state: 'active',
        reason: '“Business” is paid.',
        limits: { 'max-end-devices': 500 },
        profile: { name: 'Kestrel Robotics', description: null, adminUser: 'mara', adminEmail: 'mara@kestrel.example' },
      },
    })
    const sign = (fill: number) =>
      createHmac('sha256', Buffer.alloc(24, fill)).update(`tno_1.${SECONDS}.${knock?.text}`).digest('base64')
    expect(knock?.headers).toMatchObject({
      'webhook-id': 'tno_1',
      'webhook-timestamp': SECONDS,
      'webhook-signature': `v1,${sign(2)} v1,${sign(1)}`,
      'content-type': 'application/json',
    })
  })
})

const SAME = { tenantId: 'kestrel', state: 'active' }

describe('what is believed', () => {
  test('an answer that says the same, and names the limits that it passes over', async () => {
    door.answerWith(say(200, { ...SAME, ignoredLimits: ['max-end-devices'] }))
    expect(await send()).toEqual({ verdict: 'applied', ignored: ['max-end-devices'] })
  })

  test.each([
    ['another state', { ...SAME, state: 'suspended' }],
    ['another tenant', { ...SAME, tenantId: 'osprey' }],
    ['nothing of the tenant', { ok: true }],
    ['a page', '<html>signed in</html>'],
    ['a list', [SAME]],
    ['limits that are no names', { ...SAME, ignoredLimits: [7] }],
  ])('not one that says %s', async (_name, body) => {
    door.answerWith(say(200, body))
    expect(await send()).toMatchObject({ verdict: 'later', why: expect.stringContaining('The provisioner answered') })
  })

  test.each([
    [500, 'later'],
    [503, 'later'],
    [409, 'later'],
    [429, 'later'],
    [400, 'never'],
    [401, 'never'],
    [404, 'never'],
  ])('HTTP %i is tried again: %s', async (status, verdict) => {
    door.answerWith(say(status, SAME))
    expect(await send()).toEqual({ verdict, why: `The provisioner answered HTTP ${status}.` })
  })

  test('a redirect is not followed', async () => {
    const elsewhere = await openDoor(say(204))
    door.answerWith(say(307, undefined, { location: `${elsewhere.url}/` }))
    expect(await send()).toMatchObject({ verdict: 'never', why: expect.stringContaining('HTTP 307') })
    expect(elsewhere.knocks).toEqual([])
    await elsewhere.close()
  })

  test('one that hangs is left in time, before its answer and in the middle of it', async () => {
    door.answerWith(hang)
    const late = { verdict: 'later', why: 'The provisioner gave no answer: it did not answer in time.' }
    expect(await send({ timeoutMs: 80 })).toEqual(late)
    door.answerWith((_knock, response) => void response.writeHead(200).write('{"tenantId":'))
    expect(await send({ timeoutMs: 80 })).toEqual(late)
  })

  test('an endless answer is cut off', async () => {
    door.answerWith(say(200, 'x'.repeat(300 * 1024)))
    expect(await send()).toMatchObject({ verdict: 'later', why: expect.stringContaining('too long') })
  })

  test('a cut connection and a closed door may pass', async () => {
    door.answerWith((_knock, response) => void response.destroy())
    expect(await send()).toMatchObject({ verdict: 'later', why: expect.stringContaining('could not be reached') })
    const gone = await openDoor(say(204))
    await gone.close()
    expect(await send({ url: gone.url })).toMatchObject({
      verdict: 'later',
      why: expect.stringContaining('ECONNREFUSED'),
    })
  })
})

describe('what it is asked', () => {
  const ask = (over: Partial<CallbackOptions> = {}) =>
    createHttpCallback({
      url: door.url,
      secrets: [NEW],
      timeoutMs: 2000,
      allowsPrivate: true,
      now: () => NOW,
      ...over,
    }).describe('kestrel')

  test('what its tenant is, signed like an order and under an id of its own', async () => {
    door.answerWith(say(200, { tenantId: 'kestrel', state: 'flagged', limits: { 'max-users': 5 } }))
    expect(await ask()).toEqual({
      verdict: 'told',
      tenant: { states: ['flagged'], said: 'flagged', limits: { 'max-users': 5 } },
    })
    const [knock] = door.knocks
    expect(JSON.parse(knock?.text ?? '')).toEqual({
      type: 'tenant.describe',
      timestamp: '2026-07-10T12:00:00.500Z',
      data: { tenantId: 'kestrel' },
    })
    const id = String(knock?.headers['webhook-id'])
    expect(id).toMatch(/^tnd_/)
    const signed = createHmac('sha256', Buffer.alloc(24, 2)).update(`${id}.${SECONDS}.${knock?.text}`).digest('base64')
    expect(knock?.headers['webhook-signature']).toBe(`v1,${signed}`)
    await ask()
    expect(door.knocks[1]?.headers['webhook-id']).not.toBe(id)
  })

  test('whether there is any, and limits only if it tells them', async () => {
    door.answerWith(say(200, { tenantId: 'kestrel', state: 'absent' }))
    expect(await ask()).toEqual({ verdict: 'told', tenant: null })
    door.answerWith(say(200, { tenantId: 'kestrel', state: 'active' }))
    expect(await ask()).toMatchObject({ tenant: { limits: null } })
  })

  test.each([204, 404, 405, 400, 422, 501])('one that knows orders only can’t tell: HTTP %i', async (status) => {
    door.answerWith(say(status))
    expect(await ask()).toEqual({ verdict: 'untold' })
  })

  test.each([
    ['another tenant', { tenantId: 'osprey', state: 'active' }],
    ['a state that nobody knows', { tenantId: 'kestrel', state: 'fine' }],
    ['limits that are no numbers', { tenantId: 'kestrel', state: 'active', limits: { 'max-users': '5' } }],
    ['limits that are a list', { tenantId: 'kestrel', state: 'active', limits: [5] }],
    ['a page', '<html>signed in</html>'],
  ])('%s is not believed', async (_name, body) => {
    door.answerWith(say(200, body))
    expect(await ask()).toMatchObject({ verdict: 'later', why: expect.stringContaining('The provisioner told') })
  })

  test('one that is broken, hangs or has another key is told apart from one that can’t tell', async () => {
    door.answerWith(say(500))
    expect(await ask()).toMatchObject({ verdict: 'later' })
    door.answerWith(say(401))
    expect(await ask()).toMatchObject({ verdict: 'never' })
    door.answerWith(hang)
    expect(await ask({ timeoutMs: 80 })).toMatchObject({ verdict: 'later', why: expect.stringContaining('in time') })
  })
})

describe('where it may go', () => {
  test.each(['127.0.0.1', '[::1]', 'localhost', '[::ffff:127.0.0.1]'])(
    'not to %s unless that is allowed',
    async (host) => {
      const verdict = await send({ url: `http://${host}:${door.port}/`, allowsPrivate: false })
      expect(verdict).toEqual({
        verdict: 'never',
        why: 'The provisioner gave no answer: its address is a private one.',
      })
      expect(door.knocks).toEqual([])
    },
  )

  test.each([
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    'fc00::1',
    'fe80::1',
    '::',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'nonsense',
  ])('%s is private', (address) => expect(isPrivateAddress(address)).toBe(true))
  test.each(['9.9.9.9', '172.32.0.1', '2620:fe::fe', '100.128.0.1'])('%s is public', (address) =>
    expect(isPrivateAddress(address)).toBe(false),
  )
})
