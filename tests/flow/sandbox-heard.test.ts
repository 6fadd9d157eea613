// Guarantee: what changes in the sandbox beside the desk is heard by a signed delivery, through the desktop's own door as well; a
// companion with somebody's test key opens no door for deliveries.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stripe } from 'stripe'
import { afterEach, expect, test } from 'vitest'
import { openDatabase } from '../../server/adapters/database/open-database.ts'
import { type Embedded, type EmbeddedOptions, startEmbedded } from '../../server/app/embedded.ts'
import { signatureOf } from '../support/event-fixtures.ts'

const folders: string[] = []
let embedded: Embedded | null = null

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'countersign-heard-'))
  folders.push(made)
  return made
}

const start = async (over: Partial<EmbeddedOptions> = {}): Promise<Embedded> => {
  const plain = { port: 0, isSample: false, launchToken: null, deskFolder: null, logLevel: 'silent' }
  embedded = await startEmbedded({ dataFolder: folder(), ...plain, ...over })
  return embedded
}

const stripeOf = ({ stripeUrl }: Embedded): Stripe => {
  const { hostname, port } = new URL(stripeUrl ?? '')
  return new Stripe('sk_test_sample', { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 })
}

const stop = async (): Promise<void> => {
  await embedded?.stop()
  embedded = null
}

afterEach(async () => {
  await stop()
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true })
})

const heardIn = async (dataFolder: string, stripeId: string) => {
  const { db, close } = await openDatabase(`sqlite:${join(dataFolder, 'sample', 'countersign.sqlite')}`)
  const events = await db
    .selectFrom('stripeEvent')
    .select(['type', 'endpoint', 'state'])
    .where('objectStripeId', '=', stripeId)
    .execute()
  const row = await db.selectFrom('mirrorCustomer').select('name').where('stripeId', '=', stripeId).executeTakeFirst()
  await close()
  return { events, name: row?.name }
}

const DELIVERED = { type: 'customer.created', endpoint: 'main', state: 'applied' }

test('a customer made in the sandbox is in the mirror by a delivery, at a second start too', async () => {
  const dataFolder = folder()
  for (const [turn, launchToken] of [null, 'known-to-main-only'].entries()) {
    const running = await start({ dataFolder, launchToken })
    const stripe = stripeOf(running)
    const { id } = await stripe.customers.create({ name: `Kestrel ${turn}` })
    await expect
      .poll(() => heardIn(dataFolder, id), { timeout: 15_000, interval: 200 })
      .toEqual({ events: [DELIVERED], name: `Kestrel ${turn}` })
    const { data } = await stripe.webhookEndpoints.list()
    expect(data).toMatchObject([{ url: `${running.url}/webhooks/stripe/main`, status: 'enabled' }])
    await stop()
  }
})

test('what nobody signed, or signed with another secret, is refused at that door; the others stay shut', async () => {
  const { url } = await start({ launchToken: 'known-to-main-only' })
  const post = async (path: string, headers: Record<string, string>) =>
    (await fetch(`${url}${path}`, { method: 'POST', body: '{}', headers })).status
  expect(await post('/webhooks/stripe/main', {})).toBe(401)
  const signed = { 'stripe-signature': signatureOf('{}', 'whsec_of_somebody_else', Date.now()) }
  expect(await post('/webhooks/stripe/main', signed)).toBe(401)
  expect(await post('/webhooks/stripe/other', signed)).toBe(404)
  expect(await post('/trpc/system.health', {})).toBe(403)
})

test('with a test key of somebody’s account there is no endpoint to deliver to', async () => {
  const { url, stripeUrl } = await start({ stripeKey: 'sk_test_of_somebody' })
  expect(stripeUrl).toBeNull()
  const headers = { 'stripe-signature': signatureOf('{}', 'whsec_of_somebody_else', Date.now()) }
  expect((await fetch(`${url}/webhooks/stripe/main`, { method: 'POST', body: '{}', headers })).status).toBe(404)
})
