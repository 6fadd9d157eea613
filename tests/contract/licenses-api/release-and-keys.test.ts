import { createPublicKey, verify } from 'node:crypto'
import { jwksSchema, LICENSE_OPERATIONS } from '@countersign/shared/licenses-api'
import { DAY_MS, toIso } from '@countersign/shared/times'
import { describe, expect, test } from 'vitest'
import { licenseKeyCommand } from '../../../server/app/commands/license-key.ts'
import { aLicense } from '../../support/license-server.ts'
import { frozen, serveLicenses } from './frozen.ts'

/** The parts of a compact JWS that this public key signed. */
const verified = (text: string, x: string) => {
  const [head = '', body = '', signature = ''] = text.split('.')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  expect(verify(null, Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  return { header: read(head), payload: read(body) }
}

describe('POST /v1/licenses/release', async () => {
  const { activate, check, release, issue, post } = await serveLicenses()

  test('200 ok: the seat is free at once, and twice is no mistake', async () => {
    const key = await issue(aLicense({ seats: 1 }))
    const { body: first } = await activate(key)
    expect(await release(first)).toMatchObject({ status: 200, body: { verdict: 'ok' } })
    expect((await release(first)).body).toEqual({ verdict: 'ok' })
    expect((await activate(key)).body.verdict).toBe('ok')
  })

  test('200 refused BAD_TOKEN: nobody else gives a seat away', async () => {
    const key = await issue()
    const { body: one } = await activate(key)
    const { body: two } = await activate(key)
    expect((await release({ ...one, token: two.token })).body).toMatchObject({ code: 'BAD_TOKEN' })
    expect((await check(one)).body.verdict).toBe('ok')
  })

  test('400 for anything malformed', async () => {
    for (const broken of [{}, { instance: 'x', token: 't' }, { instance: 'ins_00000000000000000000000000' }])
      expect((await post('release', broken)).status).toBe(400)
  })
})

describe('GET /v1/licenses/keys', async () => {
  const { app, kernel, clock, activate, issue } = await serveLicenses()
  const keys = async () => jwksSchema.parse((await app.inject('/v1/licenses/keys')).json())
  const kidOf = (lease: string) => JSON.parse(Buffer.from(lease.split('.')[0] ?? '', 'base64url').toString()).kid

  test('200: public keys alone', async () => {
    const reply = await app.inject('/v1/licenses/keys')
    expect(reply.headers['cache-control']).toBe('public, max-age=300')
    const { kid } = reply.json().keys[0]
    expect(frozen(reply.json())).toEqual({
      keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'RANDOM', kid, use: 'sig', alg: 'Ed25519' }],
      statements: [],
    })
  })

  test('200: a new key is published before it signs, endorsed by the old one, which stays', async () => {
    const [old] = (await keys()).keys
    const told: string[] = []
    const io = { env: {}, out: (line: string) => void told.push(line), err: (line: string) => void told.push(line) }
    const command = licenseKeyCommand(async () => ({ kernel, close: async () => {} }))
    expect(await command.run(['rotate'], io)).toBe(0)
    const signsFrom = toIso(clock.now() + DAY_MS)
    const now = await keys()
    const kid = now.keys[1]?.kid
    expect(now.keys.map((each) => each.kid)).toEqual([old?.kid, kid])
    expect(told).toEqual([`${kid} is published and signs from ${signsFrom} on.`])
    const { header, payload } = verified(now.statements[0] ?? '', old?.x ?? '')
    expect(header).toEqual({ alg: 'Ed25519', typ: 'license-keys+jws', kid: old?.kid })
    expect(payload).toMatchObject({ v: 1, keys: [now.keys[1]] })

    const license = await issue(aLicense({ seats: 9 }))
    expect(kidOf((await activate(license)).body.lease)).toBe(old?.kid)
    clock.advance(DAY_MS)
    expect(kidOf((await activate(license)).body.lease)).toBe(kid)
  })
})

describe('GET /v1/openapi.json', async () => {
  const { app } = await serveLicenses()

  test('200: OpenAPI 3.1 with every call, made from the schemas', async () => {
    const api = (await app.inject('/v1/openapi.json')).json()
    expect(api.openapi).toBe('3.1.0')
    for (const [name, { path, method }] of Object.entries(LICENSE_OPERATIONS))
      expect(api.paths[path][method]).toMatchObject({ operationId: name, responses: { 200: {} } })
    const { requestBody, responses } = api.paths['/v1/licenses/check'].post
    const call = requestBody.content['application/json'].schema
    expect(call.required).toEqual(['instance', 'token', 'nonce', 'version', 'releasedOn'])
    expect(call.additionalProperties).toBe(false)
    expect(responses[200].content['application/json'].schema.oneOf).toHaveLength(2)
    expect(Object.keys(responses)).toEqual(['200', '400', '413', '429', '503'])
  })
})
