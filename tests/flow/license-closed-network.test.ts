// Guarantee: a product without a way out runs on the file that staff made of its request code, until that ends; and one that was
// shipped with an old signing key follows the seller's rotations, and only the seller's.
import { HOUR_MS } from '@countersign/shared/times'
import { afterAll, expect, test } from 'vitest'
import {
  createLicenseClient,
  type LicenseClientOptions,
  memoryStore,
  signingKeysOf,
} from '../../license-client/index.ts'
import { appRouter } from '../../server/app/staff-router.ts'
import { publishKeys } from '../../server/features/licenses/publish-keys.ts'
import { rotateSigningKey } from '../../server/features/licenses/rotate-signing-key.ts'
import { reissueKey } from '../../server/features/license-desk/reissue-key.ts'
import { type LicenseDesk, openLicenseDesk } from '../support/license-desk.ts'
import { openLicenseServer } from '../support/license-server.ts'
import { virtualTime } from '../support/licenses/virtual-time.ts'
import { openSandbox } from '../support/payment-day.ts'

const sandbox = await openSandbox()
const DAY_MS = 24 * HOUR_MS

const subscribed = async () => {
  const at = await openLicenseDesk(sandbox)
  const price = await at.price(await at.product(), 9000)
  const { id } = await at.stripe.subscriptions.create({ customer: at.customer, items: [{ price }] })
  await at.hear('customer.subscription.created', id)
  const license = (await at.only()).id
  const { key } = await reissueKey(at.kernel, at.by, { id: license, overlapDays: 0, reason: 'The first one' })
  const api = await openLicenseServer(at.kernel.db, { clock: at.kernel.clock })
  afterAll(() => api.close())
  const pinnedKeys = signingKeysOf(await publishKeys(at.kernel))
  const time = virtualTime(at.kernel.clock.now())
  const install = (options: Partial<LicenseClientOptions>) =>
    createLicenseClient({
      server: 'https://licenses.loomfield.example',
      key,
      product: 'loomfield',
      version: '2.31.0',
      releasedOn: '2026-05-01',
      store: memoryStore(),
      pinnedKeys,
      clock: time.machine(),
      timers: time.timers,
      transport: async ({ method, path, body }) => {
        const reply = await api.app.inject(
          body === undefined ? { method, url: path } : { method, url: path, payload: body as object },
        )
        return { status: reply.statusCode, body: reply.json(), retryAfterMs: null }
      },
      ...options,
    })
  return { ...at, license, time, install }
}

const staff = ({ kernel, tobias }: LicenseDesk) =>
  appRouter.createCaller({ kernel, staff: tobias, requestId: 'req_closed', address: '192.0.2.1' }).licenses

const nowhere: LicenseClientOptions['transport'] = async () => {
  throw new Error('there is no way out')
}

test('a key is described without taking a seat', async () => {
  const { install, only } = await subscribed()
  const described = await install({}).describe()
  expect(described).toMatchObject({
    isOk: true,
    plan: { plan: 'Business', limits: { 'max-end-devices': 1000 } },
    seats: { production: { paid: 2, free: 2 }, development: { paid: 1, free: 1 } },
  })
  expect(await install({ key: 'CS-00000-00000-00000-00000-00000' }).describe()).toMatchObject({
    isOk: false,
    cause: { code: 'UNKNOWN_KEY' },
  })
  const tooMany = install({ counts: () => ({ 'end-devices': 1001 }) })
  expect(await tooMany.describe()).toMatchObject({ isOk: false, cause: { code: 'FLEET_TOO_LARGE' } })
  expect((await only()).production.held).toBe(0)
})

test('a request code becomes a file, the file unlocks, and the next one answers the next code', async () => {
  const world = await subscribed()
  const { time, install, license } = world
  const client = install({ key: null, transport: nowhere })
  const happened: string[] = []
  client.on('locked', ({ code }) => happened.push(`locked ${code}`))
  client.on('unlocked', () => happened.push('unlocked'))
  client.on('warning', ({ code }) => happened.push(`warning ${code}`))
  await client.start()
  const code = await client.requestCode()
  expect(await client.requestCode()).toBe(code)
  const { text } = await staff(world).issueFile({ licenseId: license, requestCode: code, endsOn: '2026-06-30' })
  // Another installation's file is none of ours, and neither is a piece of it.
  const other = install({ key: null, transport: nowhere })
  await other.requestCode()
  expect(await other.installFile(text)).toEqual({ isOk: false, fault: 'OTHER_INSTALLATION' })
  expect(await client.installFile(text.slice(0, -2))).toMatchObject({ isOk: false })
  expect(await client.installFile(`${text.slice(0, 60)}\n${text.slice(60)}\n`)).toMatchObject({ isOk: true })
  expect(client.standing()).toMatchObject({ isLocked: false, isOffline: true, limits: { 'max-end-devices': 1000 } })
  // From 1 June on: sixteen days until the last two weeks, which are warned of, and thirty until its end.
  await time.advance(15 * DAY_MS)
  expect(happened).toEqual(['locked NO_KEY', 'unlocked'])
  await time.advance(2 * DAY_MS)
  expect(happened.at(-1)).toBe('warning OFFLINE_ENDS')
  const next = await client.requestCode()
  expect(next).not.toBe(code)
  await time.advance(13 * DAY_MS + HOUR_MS)
  expect(happened.at(-1)).toMatch(/^locked/)
  world.moveTo(Date.UTC(2026, 6, 1, 2) / 1000)
  const renewed = await staff(world).issueFile({ licenseId: license, requestCode: next, endsOn: '2026-12-31' })
  expect(await client.installFile(renewed.text)).toMatchObject({ isOk: true })
  expect(happened.at(-1)).toBe('unlocked')
  expect(await client.installFile(text)).toMatchObject({ isOk: false })
  await client.stop()
}, 60_000)

test('two rotations later the pinned key still leads to the new one, in a lease and in a file', async () => {
  const world = await subscribed()
  const { kernel, install, license, by } = world
  for (let rotation = 0; rotation < 2; rotation += 1) {
    await rotateSigningKey(kernel, by.actor)
    kernel.clock.advance(2 * DAY_MS)
  }
  const online = install({})
  expect(await online.check()).toMatchObject({ isLocked: false })
  await online.release()
  const closed = install({ key: null, transport: nowhere })
  const requestCode = await closed.requestCode()
  const { text } = await staff(world).issueFile({ licenseId: license, requestCode, endsOn: '2026-12-31' })
  expect(await closed.installFile(text)).toMatchObject({ isOk: true })
  // Pinned to somebody else's key, nothing that this server says counts.
  const [stranger] = signingKeysOf({ keys: [{ kty: 'OKP', crv: 'Ed25519', kid: 'x', x: 'A'.repeat(43) }] })
  const wary = install({ pinnedKeys: stranger ? [stranger] : [] })
  expect(await wary.check()).toMatchObject({ isLocked: true, code: 'ANSWER_NOT_TRUSTED' })
})
