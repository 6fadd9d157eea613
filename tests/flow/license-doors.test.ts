// Guarantee: what staff decide of a license is what programs meet at the licence API: keys that were brought over, freed seats,
// suspensions, the release register; and a build can register releases with nothing but its token.
import { createHash } from 'node:crypto'
import type { Activated } from '@countersign/shared/licenses-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createServer } from '../../server/app/create-server.ts'
import { readWhy } from '../../server/features/license-desk/read-why.ts'
import { reissueKey } from '../../server/features/license-desk/reissue-key.ts'
import { releaseSeat } from '../../server/features/license-desk/release-seat.ts'
import { undoRelease } from '../../server/features/license-desk/undo-release.ts'
import { hashForeignKey } from '../../server/features/licenses/hash-foreign-key.ts'
import { insertLicenseKey } from '../../server/features/licenses/store.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { type Desk, ines, openDesk } from '../support/desk.ts'
import { aLicense, anInstallId, aPerpetual, openLicenseServer } from '../support/license-server.ts'

let desk: Desk
let api: Awaited<ReturnType<typeof openLicenseServer>>
const by = { actor: ines, requestId: 'req_doors' }

beforeAll(async () => {
  desk = await openDesk()
  api = await openLicenseServer(desk.kernel.db)
})
afterAll(async () => {
  await api.close()
  await desk.close()
})

const activated = async (key: string): Promise<Activated> => (await api.activate(key)).body as Activated

test('a key of another system works as it always did, and a typing error is told apart', async () => {
  const old = 'TB-PE-2019-kestrel/0001'
  const license = aLicense()
  await api.issue(license)
  await inTransaction(desk.kernel.db, (tx) =>
    insertLicenseKey(tx, {
      mac: hashForeignKey(api.kernel.keys, createHash('sha256').update(old).digest('hex')),
      licenseId: license.id,
      lastGroup: 'XXXXX',
      createdAt: 0,
      validUntil: null,
    }),
  )
  expect((await api.describe(` ${old}\n`)).body).toMatchObject({ verdict: 'ok', license: license.id })
  expect((await api.activate(old)).body).toMatchObject({ verdict: 'ok', license: license.id })
  const mistyped = { code: 'UNKNOWN_KEY', details: { isMistyped: true } }
  expect((await api.describe(`${old}2`)).body).toMatchObject(mistyped)
  expect((await api.activate(`${old}2`)).body).toMatchObject(mistyped)
})

test('who tries keys of another system is stopped after a hundred, and keys of ours still work from there', async () => {
  const fresh = await openLicenseServer(desk.kernel.db)
  const key = await fresh.issue(aLicense())
  for (let tried = 0; tried < 100; tried++)
    expect((await fresh.describe(`TB-PE-${tried}`)).body).toMatchObject({ code: 'UNKNOWN_KEY' })
  expect((await fresh.describe('TB-PE-100')).status).toBe(429)
  expect((await fresh.activate('TB-PE-100')).status).toBe(429)
  expect((await fresh.describe(key)).body).toMatchObject({ verdict: 'ok' })
  fresh.clock.advance(10 * 60_000)
  expect((await fresh.describe('TB-PE-100')).status).toBe(200)
  await fresh.close()
})

test('a freed seat stops its instance and serves another; undone, the first goes on if a seat is there', async () => {
  const key = await api.issue(aLicense({ seats: 1 }))
  const first = await activated(key)
  expect((await api.activate(key)).body).toMatchObject({ code: 'NO_FREE_SEAT' })
  const act = { id: first.instance, reason: 'The machine burned down' }
  await releaseSeat(api.kernel, by, act)
  expect((await api.check(first)).body).toMatchObject({ code: 'INSTANCE_RELEASED' })
  expect(await readWhy(api.kernel, first.instance)).toMatchObject({ headline: 'Its seat was released.' })
  const second = await activated(key)
  expect(second.verdict).toBe('ok')
  await undoRelease(api.kernel, by, act)
  expect((await api.check(first)).body).toMatchObject({ code: 'NO_FREE_SEAT' })
  await releaseSeat(api.kernel, by, { id: second.instance, reason: 'It was a test' })
  expect((await api.check(first)).body).toMatchObject({ verdict: 'ok' })
})

test('support clears a suspicion by freeing the seat, and the installation begins anew', async () => {
  const key = await api.issue(aLicense())
  const installId = anInstallId()
  const again = async () => (await api.activate(key, { installId })).body as Activated
  // Three epochs within a day look like copies.
  const instances = [await again(), await again(), await again()]
  expect(instances.at(-1)?.notices).toMatchObject([{ code: 'CLONE_SUSPECTED' }])
  await releaseSeat(api.kernel, by, { id: instances[0]?.instance ?? '', reason: 'There is only one, we looked' })
  const cleared = await again()
  expect(cleared).toMatchObject({ verdict: 'ok', notices: [] })
  expect((await api.check(cleared)).body).toMatchObject({ verdict: 'ok', notices: [] })
})

test('a reissued key serves beside the first one for its days, and alone after them', async () => {
  const license = aLicense()
  const first = await api.issue(license)
  const { key } = await reissueKey(api.kernel, by, { id: license.id, overlapDays: 1, reason: 'It was in a mail' })
  expect((await api.describe(first)).body).toMatchObject({ verdict: 'ok', notices: [{ code: 'KEY_REPLACED' }] })
  expect((await api.describe(key)).body).toMatchObject({ verdict: 'ok' })
  api.clock.advance(24 * 3_600_000)
  expect((await api.describe(first)).body).toMatchObject({ code: 'REVOKED' })
  expect((await api.describe(key)).body).toMatchObject({ verdict: 'ok' })
})

test('a build registers a release with its token, and the register wins over the program’s word', async () => {
  const app = await createServer(api.kernel, {
    signIn: { publicUrl: () => 'http://companion.test', hasLocal: true, oidc: null, hasSampleAccounts: false },
    trustedProxies: [],
    metricsToken: null,
    releaseToken: 'release-token-0123',
    webhookSecrets: new Map(),
    deskFolder: null,
    embedded: null,
  })
  const put = (body: object, token = 'release-token-0123', version = '4.2.0') =>
    app.inject({
      method: 'PUT',
      url: `/v1/releases/loomfield/${version}`,
      headers: { authorization: `Bearer ${token}` },
      payload: body,
    })
  const key = await api.issue(aPerpetual('2026-11-01'))
  expect((await api.describe(key, { releasedOn: '2026-11-01' })).body).toMatchObject({ verdict: 'ok' })
  expect((await put({ releasedOn: '2026-11-02' }, 'release-token-9999')).statusCode).toBe(401)
  expect((await put({ releasedOn: 'soon' })).statusCode).toBe(400)
  expect((await put({ releasedOn: '2026-11-01' }, 'release-token-0123', '4.1.9')).statusCode).toBe(201)
  expect((await put({ releasedOn: '2026-11-02' })).statusCode).toBe(201)
  expect((await put({ releasedOn: '2026-11-02' })).statusCode).toBe(200)
  expect((await put({ releasedOn: '2026-10-02' })).statusCode).toBe(409)
  expect((await api.describe(key, { releasedOn: '2026-11-01' })).body).toMatchObject({
    code: 'VERSION_NOT_COVERED',
    details: { newestCovered: { version: '4.1.9', releasedOn: '2026-11-01' } },
  })
  const listed = await app.inject({
    url: '/v1/releases/loomfield',
    headers: { authorization: 'Bearer release-token-0123' },
  })
  expect(listed.json()).toMatchObject({ releases: [{ version: '4.2.0' }, { version: '4.1.9' }] })
  expect((await api.app.inject({ url: '/v1/releases/loomfield' })).statusCode).toBe(404)
  await app.close()
})
