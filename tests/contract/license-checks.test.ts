// Guarantee: a lost reply or write costs nothing, a copy is told from a restart and from a retry, and no seat is granted that
// isn't paid, on every database and with two replicas.
import type { Lease } from '@countersign/shared/licenses-api'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@countersign/shared/times'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { updateLicense } from '../../server/features/licenses/store.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Database } from '../../server/ports/database.ts'
import { eachDatabase, type OpenFresh } from '../support/databases.ts'
import {
  aLicense,
  aNonce,
  anInstallId,
  openLicenseServer,
  type LicenseServerOptions,
} from '../support/license-server.ts'

const leaseOf = (reply: { body: { lease: string } }): Lease =>
  JSON.parse(Buffer.from(reply.body.lease.split('.')[1] ?? '', 'base64url').toString()) as Lease

eachDatabase((_name, open: OpenFresh) => {
  const opened: Array<() => Promise<unknown>> = []
  afterEach(async () => {
    for (const close of opened.splice(0)) await close()
  })
  const start = async (options: LicenseServerOptions = {}) => {
    const fresh = await open()
    const server = await openLicenseServer(fresh.db, options)
    opened.push(server.close)
    const replica = async () => {
      const { db } = await fresh.again()
      const other = await openLicenseServer(db, { ...options, clock: server.clock, replica: 'other' })
      opened.push(other.close)
      return other
    }
    return { ...server, db: fresh.db, replica }
  }
  /** Until what the check that gave this token left behind is written. */
  const written = (db: Database, { token }: { token: string }) =>
    vi.waitFor(
      async () => {
        const [, , sequence, nonceHash] = token.split('.')
        const row = await db
          .selectFrom('instance')
          .select('sequence')
          .where('nonceHash', '=', nonceHash ?? '')
          .execute()
        expect(row).toEqual([{ sequence: Number(sequence) }])
      },
      { timeout: 5000, interval: 5 },
    )
  const suspected = (db: Database) =>
    vi.waitFor(
      async () => {
        const rows = await db.selectFrom('instance').select('id').where('cloneSuspectedAt', 'is not', null).execute()
        expect(rows).toHaveLength(1)
      },
      { timeout: 5000, interval: 5 },
    )

  describe('a chain of checks', () => {
    test('goes on, and a retry with the same nonce gets the same token', async () => {
      const { issue, activate, check, db } = await start()
      const first = await activate(await issue())
      expect(first.body).toMatchObject({ verdict: 'ok', isKnown: false, checkEverySeconds: 3600, graceSeconds: 86_400 })
      const nonce = aNonce()
      const second = await check(first.body, { nonce })
      const again = await check(first.body, { nonce })
      expect(second.body).toMatchObject({ verdict: 'ok', notices: [] })
      expect(again.body.token).toBe(second.body.token)
      const third = await check({ instance: first.body.instance, token: second.body.token })
      expect(third.body).toMatchObject({ verdict: 'ok', notices: [] })
      await written(db, third.body)
      expect((await check(first.body, { nonce })).body).toMatchObject({
        verdict: 'refused',
        code: 'BAD_TOKEN',
        details: { tokenFault: 'rolled-back' },
      })
    })

    test('goes on across replicas, written or not', async () => {
      const { issue, activate, check, replica, db } = await start()
      const other = await replica()
      let at = (await activate(await issue())).body
      for (let turn = 0; turn < 6; turn++) {
        const reply = await (turn % 2 === 0 ? other : { check }).check(at)
        expect(reply.body).toMatchObject({ verdict: 'ok', notices: [] })
        at = { ...at, token: reply.body.token }
      }
      await written(db, at)
      const reply = await other.check(at)
      expect(reply.body).toMatchObject({ verdict: 'ok', notices: [] })
    })

    test('two copies of one store are told, recorded once and served meanwhile', async () => {
      const { issue, activate, check, db } = await start()
      const first = (await activate(await issue())).body
      expect((await check(first)).body.notices).toEqual([])
      const copy = await check(first, { version: '4.1.0' })
      expect(copy.body).toMatchObject({ verdict: 'ok', notices: [{ code: 'CLONE_SUSPECTED' }] })
      const next = await check({ ...first, token: copy.body.token })
      expect(next.body.notices).toMatchObject([{ code: 'CLONE_SUSPECTED' }])
      const rows = await db.selectFrom('instance').select(['cloneSuspectedAt', 'cloneEvidence']).execute()
      expect(rows).toHaveLength(1)
      expect(JSON.parse(rows[0]?.cloneEvidence ?? '')).toMatchObject({ kind: 'token', now: { version: '4.1.0' } })
      const entries = await db
        .selectFrom('auditEntry')
        .select('action')
        .where('action', '=', 'instance.clone-suspected')
        .execute()
      expect(entries).toHaveLength(1)
    })

    test('two copies that ask two replicas at once are told when both have written', async () => {
      const { issue, activate, check, replica, db } = await start()
      const other = await replica()
      const first = (await activate(await issue())).body
      const replies = await Promise.all([check(first), other.check(first)])
      for (const { body } of replies) expect(body.verdict).toBe('ok')
      await suspected(db)
      const next = await check({ ...first, token: replies[0]?.body.token })
      expect(next.body.notices).toMatchObject([{ code: 'CLONE_SUSPECTED' }])
    })

    test('with a strict seller, both copies are refused', async () => {
      const { issue, activate, check } = await start({ settings: { clones: 'strict' } })
      const first = (await activate(await issue())).body
      const second = (await check(first)).body
      expect((await check(first)).body).toMatchObject({ verdict: 'refused', code: 'CLONE_SUSPECTED' })
      expect((await check({ ...first, token: second.token })).body).toMatchObject({ code: 'CLONE_SUSPECTED' })
    })

    test('a token that was changed, or belongs to another instance, is forged', async () => {
      const { issue, activate, check } = await start()
      const key = await issue()
      const one = (await activate(key)).body
      const two = (await activate(key)).body
      const changed = one.token.replace('.0.', '.1.')
      for (const token of [changed, two.token])
        expect((await check({ ...one, token })).body).toMatchObject({
          code: 'BAD_TOKEN',
          details: { tokenFault: 'forged' },
        })
      expect((await check({ ...one, token: 'x' })).body.details).toEqual({ tokenFault: 'unreadable' })
    })
  })

  describe('activation', () => {
    test('again is the same instance in a new epoch, and takes no second seat', async () => {
      const { issue, activate, check } = await start()
      const key = await issue(aLicense({ seats: 1 }))
      const installId = anInstallId()
      const first = (await activate(key, { installId })).body
      const again = (await activate(key, { installId })).body
      expect(again).toMatchObject({ verdict: 'ok', isKnown: true, instance: first.instance })
      expect((await check(first)).body.details).toEqual({ tokenFault: 'old-epoch' })
      expect((await check(again)).body.verdict).toBe('ok')
    })

    test('with the same nonce is a retry: the same token, however often', async () => {
      const { issue, activate } = await start()
      const key = await issue(aLicense({ seats: 1 }))
      const call = { installId: anInstallId(), nonce: aNonce() }
      const replies = await Promise.all(Array.from({ length: 5 }, () => activate(key, call)))
      expect(new Set(replies.map(({ body }) => body.token)).size).toBe(1)
      expect(replies.every(({ body }) => body.notices.length === 0)).toBe(true)
    })

    test('thrice a day is suspected; once a day never', async () => {
      const { issue, activate, clock } = await start()
      const key = await issue()
      const installId = anInstallId()
      const noticed = async () =>
        (await activate(key, { installId })).body.notices.map(({ code }: { code: string }) => code)
      expect(await noticed()).toEqual([])
      expect(await noticed()).toEqual([])
      clock.advance(DAY_MS)
      expect(await noticed()).toEqual([])
      clock.advance(HOUR_MS)
      expect(await noticed()).toEqual([])
      expect(await noticed()).toEqual(['CLONE_SUSPECTED'])
    })

    test('after a release is not counted: who says goodbye is no copy', async () => {
      const { issue, activate, release } = await start()
      const key = await issue(aLicense({ seats: 1 }))
      const installId = anInstallId()
      for (let turn = 0; turn < 5; turn++) {
        const { body } = await activate(key, { installId })
        expect(body).toMatchObject({ verdict: 'ok', isKnown: false, notices: [] })
        expect((await release(body)).body).toEqual({ verdict: 'ok' })
        expect((await release(body)).body).toEqual({ verdict: 'ok' })
      }
    })
  })

  describe('seats', () => {
    test('are never granted beyond what is paid, though all ask at once on two replicas', async () => {
      const { issue, activate, replica, db } = await start()
      const other = await replica()
      const key = await issue(aLicense({ seats: 7 }))
      const replies = await Promise.all(
        Array.from({ length: 40 }, (_nothing, i) => (i % 2 === 0 ? activate(key) : other.activate(key))),
      )
      const codes = replies.map(({ body }) => body.code ?? 'ok')
      expect(codes.filter((code) => code === 'ok')).toHaveLength(7)
      expect(codes.filter((code) => code === 'NO_FREE_SEAT')).toHaveLength(33)
      expect(await db.selectFrom('instance').select('id').execute()).toHaveLength(7)
    })

    test('of production and development are apart', async () => {
      const { issue, activate } = await start()
      const key = await issue(aLicense({ seats: 1, developmentSeats: 1 }))
      expect((await activate(key)).body.verdict).toBe('ok')
      expect((await activate(key)).body.code).toBe('NO_FREE_SEAT')
      expect((await activate(key, { environment: 'development' })).body.verdict).toBe('ok')
      expect((await activate(key, { environment: 'development' })).body.code).toBe('NO_FREE_SEAT')
    })

    test('return by themselves at the moment that the refusal names, of a pod after ten minutes', async () => {
      const { issue, activate, clock } = await start()
      const key = await issue(aLicense({ seats: 1 }))
      const pod = await activate(key, { isEphemeral: true })
      expect(pod.body.checkEverySeconds).toBe(150)
      clock.advance(9 * MINUTE_MS)
      const refused = await activate(key)
      expect(refused.body).toMatchObject({ code: 'NO_FREE_SEAT', retryAfterSeconds: 60 })
      clock.advance(MINUTE_MS)
      expect((await activate(key)).body.verdict).toBe('ok')
    })

    test('are kept by checks; one that lapsed and was given away is refused, and had again when free', async () => {
      const { issue, activate, check, clock, release, db } = await start()
      const key = await issue(aLicense({ seats: 1 }))
      let one = (await activate(key)).body
      for (let turn = 0; turn < 7; turn++) {
        clock.advance(4 * HOUR_MS)
        const reply = await check(one)
        expect(reply.body.verdict).toBe('ok')
        expect(leaseOf(reply).seatUntil * 1000).toBe(clock.now() + 20 * HOUR_MS)
        one = { ...one, token: reply.body.token }
        await written(db, one)
      }
      expect((await activate(key)).body.code).toBe('NO_FREE_SEAT')
      clock.advance(DAY_MS)
      const two = (await activate(key)).body
      expect(two.verdict).toBe('ok')
      expect((await check(one)).body).toMatchObject({ code: 'NO_FREE_SEAT', retryAfterSeconds: 86_400 })
      await release(two)
      expect((await check(one)).body.verdict).toBe('ok')
    }, 60_000)

    test('that nobody pays for any more: who came first stays', async () => {
      const { issue, activate, check, clock, db } = await start()
      const row = aLicense({ seats: 2 })
      const key = await issue(row)
      const one = (await activate(key)).body
      clock.advance(1000)
      const two = (await activate(key)).body
      await inTransaction(db, (tx) => updateLicense(tx, row.id, { seats: 1, changedAt: clock.now() }))
      expect((await check(two)).body.code).toBe('NO_FREE_SEAT')
      expect((await check(one)).body.verdict).toBe('ok')
    })
  })

  test('what another replica changed counts from the next check, and a new plan comes along', async () => {
    const { issue, activate, check, clock, db, replica } = await start()
    const other = await replica()
    const row = aLicense()
    const { body: first } = await activate(await issue(row))
    const { body: same } = await check(first, { planRevision: first.plan.revision })
    expect(same.plan).toBeNull()
    await inTransaction(other.kernel.db, (tx) =>
      updateLicense(tx, row.id, { plan: 'Enterprise', seats: 4, changedAt: clock.now() }),
    )
    const { body: more } = await check({ ...first, token: same.token }, { planRevision: first.plan.revision })
    expect(more.plan).toMatchObject({ plan: 'Enterprise', seats: { production: 4 } })
    await inTransaction(db, (tx) => updateLicense(tx, row.id, { revokedAt: clock.now(), changedAt: clock.now() }))
    expect((await other.check({ ...first, token: more.token })).body).toMatchObject({
      verdict: 'refused',
      code: 'REVOKED',
    })
  })
})
