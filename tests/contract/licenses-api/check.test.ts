import { describe, expect, test } from 'vitest'
import { updateLicense } from '../../../server/features/licenses/store.ts'
import { inTransaction } from '../../../server/kernel/transaction.ts'
import { aLicense, aNonce, aPerpetual, NOON } from '../../support/license-server.ts'
import { BUSINESS, frozen, serveLicenses } from './frozen.ts'

describe('POST /v1/licenses/check', async () => {
  const { activate, check, release, issue, post, db } = await serveLicenses()

  test('200 ok: token, lease, and the plan only where it changed', async () => {
    const { body: first } = await activate(await issue())
    const { status, body } = await check(first)
    expect(status).toBe(200)
    expect(frozen(body)).toEqual({
      verdict: 'ok',
      token: 'TOKEN',
      lease: 'JWS',
      plan: { revision: first.plan.revision, ...BUSINESS },
      checkEverySeconds: 3600,
      graceSeconds: 86_400,
      serverTime: '2026-11-21T12:00:00.000Z',
      notices: [],
    })
    const next = await check(
      { ...first, token: body.token },
      { planRevision: first.plan.revision, counts: { devices: 1001 } },
    )
    expect(next.body).toMatchObject({ plan: null, notices: [{ code: 'OVER_LIMIT' }] })
  })

  test('200 refused UNKNOWN_INSTANCE, BAD_TOKEN, INSTANCE_RELEASED', async () => {
    const { body: first } = await activate(await issue())
    const nobody = { ...first, instance: 'ins_00000000000000000000000000' }
    expect((await check(nobody)).body).toMatchObject({ code: 'BAD_TOKEN', details: { tokenFault: 'forged' } })
    await release(first)
    expect((await check(first)).body.code).toBe('INSTANCE_RELEASED')
    await db.deleteFrom('instance').where('id', '=', first.instance).execute()
    expect((await check(first)).body.code).toBe('UNKNOWN_INSTANCE')
  })

  test('200 refused PENDING_PAYMENT, NOT_ACTIVE and REVOKED move nothing: the same call is served once it is paid', async () => {
    const row = aLicense()
    const { body: first } = await activate(await issue(row))
    const call = { nonce: aNonce() }
    const change = (to: object) => inTransaction(db, (tx) => updateLicense(tx, row.id, { ...to, changedAt: NOON }))
    for (const [to, code] of [
      [{ facts: null }, 'PENDING_PAYMENT'],
      [{ suspendedAt: NOON }, 'NOT_ACTIVE'],
      [{ revokedAt: NOON }, 'REVOKED'],
    ] as const) {
      await change(to)
      expect((await check(first, call)).body.code).toBe(code)
    }
    await change({ facts: row.facts, suspendedAt: null, revokedAt: null })
    expect((await check(first, call)).body).toMatchObject({ verdict: 'ok', notices: [] })
  })

  test('200 refused VERSION_NOT_COVERED after an update beyond the window; the old version runs on', async () => {
    const { body: first } = await activate(await issue(aPerpetual('2026-11-10')))
    const newer = await check(first, { version: '5.0.0', releasedOn: '2026-11-11' })
    expect(newer.body).toMatchObject({
      code: 'VERSION_NOT_COVERED',
      details: { updatesUntil: '2026-11-10', newestCovered: null },
    })
    expect((await check(first)).body.notices).toMatchObject([{ code: 'UPDATES_ENDED', at: '2026-11-10' }])
  })

  test('400 for anything malformed', async () => {
    const whole = {
      instance: 'ins_00000000000000000000000000',
      token: 't',
      nonce: aNonce(),
      version: '1',
      releasedOn: '2026-01-01',
    }
    expect((await post('check', whole)).status).toBe(200)
    for (const broken of [
      { instance: 'ins_1' },
      { nonce: 'x' },
      { token: 't'.repeat(201) },
      { version: '' },
      { more: 1 },
    ])
      expect((await post('check', { ...whole, ...broken })).status).toBe(400)
  })

  test('429 for an instance that checks more than sixty times a minute', async () => {
    const { body: first } = await activate(await issue())
    const call = { nonce: aNonce() }
    for (let n = 0; n < 60; n++) expect((await check(first, call)).status).toBe(200)
    const stopped = await check(first, call)
    expect(stopped).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMITED' } } })
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0)
  })
})
