import { describe, expect, test } from 'vitest'
import { keyOf } from '../../../server/features/licenses/key-rules.ts'
import { endLicenseKey, listLicenseKeys, putRelease } from '../../../server/features/licenses/store.ts'
import { inTransaction } from '../../../server/kernel/transaction.ts'
import { aLicense, aPerpetual, NOON } from '../../support/license-server.ts'
import { BUSINESS, frozen, serveLicenses } from './frozen.ts'

describe('POST /v1/licenses/describe', async () => {
  const { describe: ask, issue, post, activate, db } = await serveLicenses()

  test('200 ok: plan and free seats, and no seat is used', async () => {
    const key = await issue()
    await activate(key)
    for (let turn = 0; turn < 3; turn++) {
      const { status, body } = await ask(key.toLowerCase().replaceAll('-', ''))
      expect(status).toBe(200)
      expect(frozen(body)).toEqual({
        verdict: 'ok',
        license: 'LICENSE',
        state: 'active',
        plan: { revision: body.plan.revision, ...BUSINESS },
        seats: { production: { paid: 2, free: 1 }, development: { paid: 1, free: 1 } },
        notices: [],
      })
    }
  })

  test('200 ok: a late payment, an end, a successor and the end of updates are named', async () => {
    const facts = {
      from: 'subscription',
      status: 'past_due',
      awaitsFirstPayment: false,
      cancelAt: null,
      endedAt: null,
      isItemGone: false,
    }
    const late = await ask(await issue(aLicense({ facts: { ...facts, unpaidSince: '2026-11-20T12:00:00.000Z' } })))
    expect(late.body).toMatchObject({
      state: 'past-due',
      notices: [{ code: 'PAST_DUE', at: '2026-12-04T12:00:00.000Z' }],
    })
    const row = aPerpetual('2026-11-30')
    const key = await issue(row)
    await inTransaction(db, async (tx) => {
      const known = await listLicenseKeys(tx, row.id)
      for (const { mac } of known) await endLicenseKey(tx, mac, NOON + 1)
    })
    expect((await ask(key)).body.notices).toEqual([
      { code: 'UPDATES_END_SOON', text: 'Updates end on the day that is named.', at: '2026-11-30' },
      {
        code: 'KEY_REPLACED',
        text: 'This key has a successor and is valid until the time that is named.',
        at: '2026-11-21T12:00:00.001Z',
      },
    ])
  })

  test('200 refused UNKNOWN_KEY: mistyped or of nobody', async () => {
    const key = await issue()
    const mistyped = await ask(key.replace(/.$/, (last) => (last === '0' ? '1' : '0')))
    expect(mistyped.status).toBe(200)
    expect(mistyped.body).toEqual({
      verdict: 'refused',
      code: 'UNKNOWN_KEY',
      text: 'No licence has this key.',
      next: 'Compare the key with the one that was sent; a typing error is told apart.',
      retryAfterSeconds: null,
      details: { isMistyped: true },
    })
    expect((await ask(keyOf(new Uint8Array(15).fill(9)))).body.details).toEqual({ isMistyped: false })
  })

  test('200 refused WRONG_PRODUCT, PENDING_PAYMENT, NOT_ACTIVE, REVOKED', async () => {
    const codeOf = async (...given: Parameters<typeof aLicense>) =>
      (await ask(await issue(aLicense(...given)))).body.code
    expect(await codeOf({ product: 'another' })).toBe('WRONG_PRODUCT')
    expect(await codeOf({ facts: null })).toBe('PENDING_PAYMENT')
    expect(await codeOf({ suspendedAt: NOON })).toBe('NOT_ACTIVE')
    expect(await codeOf({ endsAt: NOON })).toBe('NOT_ACTIVE')
    expect(await codeOf({ revokedAt: NOON })).toBe('REVOKED')
  })

  test('200 refused VERSION_NOT_COVERED: the newest version covered is named; the register wins over the program’s word', async () => {
    const key = await issue(aPerpetual('2026-10-31'))
    await inTransaction(db, async (tx) => {
      await putRelease(tx, { product: 'loomfield', version: '4.1.0', releasedOn: '2026-10-31' })
      await putRelease(tx, { product: 'loomfield', version: '4.1.1', releasedOn: '2026-11-01' })
    })
    const { body } = await ask(key, { version: '4.1.1', releasedOn: '2020-01-01' })
    expect(body).toMatchObject({
      code: 'VERSION_NOT_COVERED',
      details: { newestCovered: { version: '4.1.0', releasedOn: '2026-10-31' }, updatesUntil: '2026-10-31' },
    })
    expect((await ask(key, { version: '4.1.0', releasedOn: '2027-01-01' })).body.verdict).toBe('ok')
  })

  test('200 refused FLEET_TOO_LARGE: each limit with its count', async () => {
    const { body } = await ask(await issue(), {
      fleet: { production: 3, development: 1, counts: { devices: 1001, gateways: 9 } },
    })
    expect(body).toMatchObject({
      code: 'FLEET_TOO_LARGE',
      details: {
        over: [
          { name: 'production-instances', limit: 2, count: 3 },
          { name: 'max-devices', limit: 1000, count: 1001 },
        ],
      },
    })
  })

  test('400 for anything malformed, with what is wrong', async () => {
    const whole = { key: 'CS', product: 'loomfield', version: '1', releasedOn: '2026-01-01' }
    const { status, body } = await post('describe', { ...whole, releasedOn: '2026-02-30' })
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ code: 'INPUT_INVALID', refusal: { issues: [{ path: 'releasedOn' }] } })
    for (const broken of [
      {},
      { ...whole, more: 1 },
      { ...whole, product: 'Loom field' },
      { ...whole, key: 'x'.repeat(65) },
      { ...whole, fleet: { counts: { devices: -1 } } },
    ])
      expect((await post('describe', broken)).status).toBe(400)
  })
})

describe('413 and 429 of /v1/licenses/describe', async () => {
  test('413 for a body of more than 16 kB', async () => {
    const { post } = await serveLicenses()
    expect((await post('describe', { key: 'x'.repeat(17_000) })).status).toBe(413)
  })

  test('429 for who tries keys: after ten whole keys of nobody, known ones are not told either; the log names it once', async () => {
    const { describe: ask, issue, db, clock } = await serveLicenses()
    const known = await issue()
    const guess = (n: number) => ask(keyOf(new Uint8Array(15).fill(n)))
    for (let n = 0; n < 10; n++) expect((await guess(n)).status).toBe(200)
    const stopped = await ask(known)
    expect(stopped).toMatchObject({
      status: 429,
      body: { error: { code: 'TOO_MANY_ATTEMPTS' } },
      headers: { 'retry-after': '600' },
    })
    expect((await guess(99)).status).toBe(429)
    const entries = await db.selectFrom('auditEntry').select(['action', 'outcome']).execute()
    expect(entries).toEqual([{ action: 'license-key.guessed', outcome: 'refused' }])
    clock.advance(600_000)
    expect((await ask(known)).body.verdict).toBe('ok')
  })

  test('429 for an address that asks more often than configured', async () => {
    const { describe: ask } = await serveLicenses({ settings: { callsPerMinute: 3 } })
    const statuses = []
    for (let n = 0; n < 5; n++) statuses.push((await ask('CS')).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
  })

  test('mistyped keys are not counted as guesses', async () => {
    const { describe: ask } = await serveLicenses()
    for (let n = 0; n < 30; n++) expect((await ask(`CS-${n}`)).status).toBe(200)
  })
})
