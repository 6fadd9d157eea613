import { createPublicKey, verify } from 'node:crypto'
import { leaseSchema } from '@countersign/shared/licenses-api'
import { describe, expect, test } from 'vitest'
import { aLicense, aNonce, anInstallId, aPerpetual, NOON } from '../../support/license-server.ts'
import { BUSINESS, frozen, serveLicenses } from './frozen.ts'

const partsOf = (lease: string) => {
  const [head = '', body = '', signature = ''] = lease.split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  return { header: read(head), payload: read(body), signed: `${head}.${body}`, signature }
}

describe('POST /v1/licenses/activate', async () => {
  const { activate, issue, post, app } = await serveLicenses()

  test('200 ok: instance, token, lease, plan and intervals', async () => {
    const { status, body } = await activate(await issue())
    expect(status).toBe(200)
    expect(frozen(body)).toEqual({
      verdict: 'ok',
      instance: 'INSTANCE',
      license: 'LICENSE',
      isKnown: false,
      token: 'TOKEN',
      lease: 'JWS',
      plan: { revision: body.plan.revision, ...BUSINESS },
      checkEverySeconds: 3600,
      graceSeconds: 86_400,
      serverTime: '2026-11-21T12:00:00.000Z',
      notices: [],
    })
  })

  test('200 ok: the lease says what is promised, signed with a published key', async () => {
    const installId = anInstallId()
    const { body } = await activate(await issue(), { installId })
    const { header, payload, signed, signature } = partsOf(body.lease)
    const [key] = (await app.inject('/v1/licenses/keys')).json().keys
    expect(header).toEqual({ alg: 'Ed25519', typ: 'license-lease+jws', kid: key.kid })
    const publicKey = createPublicKey({ key, format: 'jwk' })
    expect(verify(null, Buffer.from(signed), publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
    expect(verify(null, Buffer.from(`${signed}x`), publicKey, Buffer.from(signature, 'base64url'))).toBe(false)
    expect(leaseSchema.strict().parse(payload)).toEqual({
      v: 1,
      iss: payload.iss,
      aud: 'loomfield',
      sub: body.instance,
      install: installId,
      license: body.license,
      plan: 'Business',
      planRevision: body.plan.revision,
      limits: { 'max-devices': 1000 },
      environment: 'production',
      hasMultiTenancy: false,
      updatesUntil: null,
      nonceHash: payload.nonceHash,
      iat: NOON / 1000,
      exp: NOON / 1000 + 86_400,
      seatUntil: NOON / 1000 + 86_400,
    })
    expect(payload.iss).toMatch(/^[0-9a-f]{32}$/)
  })

  test('200 refused, and no seat is taken by a no', async () => {
    const key = await issue(aLicense({ seats: 1 }))
    expect((await activate(key, { product: 'another' })).body.code).toBe('WRONG_PRODUCT')
    expect((await activate(key, { counts: { devices: 1001 } })).body.code).toBe('FLEET_TOO_LARGE')
    expect((await activate(await issue(aPerpetual('2026-10-31')))).body.code).toBe('VERSION_NOT_COVERED')
    expect((await activate(await issue(aLicense({ facts: null })))).body.code).toBe('PENDING_PAYMENT')
    expect((await activate(await issue(aLicense({ revokedAt: NOON })))).body.code).toBe('REVOKED')
    expect((await activate(await issue(aLicense({ suspendedAt: NOON })))).body.code).toBe('NOT_ACTIVE')
    expect((await activate('CS-typed')).body.code).toBe('UNKNOWN_KEY')
    expect((await activate(key)).body.verdict).toBe('ok')
    const { body } = await activate(key)
    expect(body).toEqual({
      verdict: 'refused',
      code: 'NO_FREE_SEAT',
      text: 'All paid instances are in use.',
      next: 'Stop an instance, wait for an idle seat to return, or add instances to the licence.',
      retryAfterSeconds: 86_400,
      details: {},
    })
  })

  test('400 without an install id or a nonce of full strength', async () => {
    const whole = {
      key: 'CS',
      product: 'loomfield',
      version: '1',
      releasedOn: '2026-01-01',
      name: 'n',
      environment: 'production',
    }
    const both = { installId: anInstallId(), nonce: aNonce() }
    expect((await post('activate', { ...whole, ...both })).status).toBe(200)
    for (const broken of [
      { ...both, nonce: 'short' },
      { ...both, installId: 'short' },
      { nonce: both.nonce },
      { ...both, environment: 'test' },
    ])
      expect((await post('activate', { ...whole, ...broken })).status).toBe(400)
  })

  test('413 for a body of more than 16 kB', async () => {
    expect((await post('activate', { key: 'x'.repeat(17_000) })).status).toBe(413)
  })
})
