// Guarantee: who has an offline file runs to its end, so its seat is nobody else's until then, whatever the installation or
// support does with it online.
import { createHash } from 'node:crypto'
import type { Activated } from '@countersign/shared/licenses-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveFile } from '../../server/features/license-desk/approve-file.ts'
import { issueFile } from '../../server/features/license-desk/issue-file.ts'
import { readLicense } from '../../server/features/license-desk/read-license.ts'
import { readRequestCode } from '../../server/features/license-desk/read-request-code.ts'
import { releaseSeat } from '../../server/features/license-desk/release-seat.ts'
import { signFile } from '../../server/features/license-desk/sign-file.ts'
import { withdrawFile } from '../../server/features/license-desk/withdraw-file.ts'
import { updateLicense } from '../../server/features/licenses/store.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import { type Desk, ines, openDesk } from '../support/desk.ts'
import { codeOf } from '../support/hostile-desk.ts'
import { aLicense, aNonce, anInstallId, openLicenseServer } from '../support/license-server.ts'

let desk: Desk
let api: Awaited<ReturnType<typeof openLicenseServer>>
const by = { actor: ines, requestId: 'req_offline' }

beforeAll(async () => {
  desk = await openDesk()
  api = await openLicenseServer(desk.kernel.db)
})
afterAll(async () => {
  await api.close()
  await desk.close()
})

const codeFor = (install: string, environment: string): string => {
  const what = { product: 'loomfield', version: '4.2.0', releasedOn: '2026-11-01', name: 'plant-2' }
  const body = Buffer.from(JSON.stringify({ ...what, install, environment, nonce: aNonce() })).toString('base64url')
  return `csr1.${body}.${createHash('sha256').update(`csr1.${body}`).digest('base64url').slice(0, 8)}`
}

/** A license of one seat for production and one for development, a file for one installation. */
const handedOut = async (before?: 'production' | 'development') => {
  const license = aLicense({ seats: 1, developmentSeats: 1 })
  const key = await api.issue(license)
  const installId = anInstallId()
  const online = before && ((await api.activate(key, { installId, environment: before })).body as Activated)
  const wish = { licenseId: license.id, requestCode: codeFor(installId, 'production'), endsOn: '2026-12-31' }
  const { file } = await issueFile(api.kernel, by, wish)
  const free = async () =>
    ((await api.describe(key)).body as { seats: { production: { free: number } } }).seats.production.free
  const rowId = async () =>
    (
      await api.kernel.db
        .selectFrom('instance')
        .select('id')
        .where('installId', '=', installId)
        .executeTakeFirstOrThrow()
    ).id
  return { key, installId, online, file, free, rowId }
}

test('activating online doesn’t shorten it, until the file is withdrawn', async () => {
  const { key, installId, file, free } = await handedOut()
  expect((await api.activate(key, { installId })).body).toMatchObject({ code: 'OFFLINE_ALREADY_ISSUED' })
  expect(await free()).toBe(0)
  await withdrawFile(api.kernel, by, { id: file.id, reason: 'The machine has a network now' })
  expect((await api.activate(key, { installId })).body).toMatchObject({ verdict: 'ok' })
})

test('a token of before the file neither frees it nor asks on', async () => {
  const { online, free } = await handedOut('production')
  if (!online) throw new Error('it was not activated')
  expect((await api.release(online)).body).toMatchObject({ code: 'BAD_TOKEN' })
  expect((await api.check(online)).body).toMatchObject({ code: 'BAD_TOKEN' })
  expect(await free()).toBe(0)
})

test('a file for production takes a seat of production, whatever the installation was before', async () => {
  const { free } = await handedOut('development')
  expect(await free()).toBe(0)
})

test('support frees it by withdrawing the file, not beside it', async () => {
  const { file, free, rowId } = await handedOut()
  const act = { id: await rowId(), reason: 'The machine burned down' }
  expect(await releaseSeat(api.kernel, by, act).catch(codeOf)).toBe('OFFLINE_ALREADY_ISSUED')
  expect(await free()).toBe(0)
  await withdrawFile(api.kernel, by, { id: file.id, reason: 'The machine burned down' })
  expect(await free()).toBe(1)
})

test('a file that has ended frees nothing that was taken since', async () => {
  const { key, installId, file, free } = await handedOut()
  api.clock.advance(Date.parse(file.endsAt) - api.clock.now())
  expect((await api.activate(key, { installId })).body).toMatchObject({ verdict: 'ok' })
  await withdrawFile(api.kernel, by, { id: file.id, reason: 'To tidy up' })
  expect(await free()).toBe(0)
})

test('of two files that are made at once for one seat one is refused', async () => {
  const license = aLicense({ seats: 1 })
  await api.issue(license)
  const make = () =>
    issueFile(api.kernel, by, {
      licenseId: license.id,
      requestCode: codeFor(anInstallId(), 'production'),
      endsOn: '2027-06-30',
    }).then(() => 'made', codeOf)
  expect((await Promise.all([make(), make()])).toSorted()).toEqual(['OFFLINE_UNFIT', 'made'])
})

test('a file that was approved for a license that was revoked before it was kept is dropped', async () => {
  const license = aLicense({ source: 'word', subscriptionStripeId: null, itemStripeId: null, facts: null })
  await api.issue(license)
  const payload = { licenseId: license.id, requestCode: codeFor(anInstallId(), 'production'), endsOn: '2027-06-30' }
  const wish = { request: readRequestCode(payload.requestCode), endsOn: payload.endsOn }
  // Here the process dies between the step and the end of the execution, and comes back after the revocation.
  const file = await signFile(api.kernel, license, wish)
  const at = api.clock.now()
  await inTransaction(desk.kernel.db, async (tx) => {
    await updateLicense(tx, license.id, { revokedAt: at, revokedFor: 'It was resold', changedAt: at })
    await approveFile.settle(api.kernel, tx, { input: { payload, requestId: 'apr_1' }, results: { file } })
  })
  const { offlineFiles, events } = await readLicense(api.kernel, license.id)
  expect(offlineFiles).toEqual([])
  expect(events).toMatchObject([
    { kind: 'offline-dropped', text: 'An offline file was approved, and the license was taken back meanwhile.' },
  ])
})
