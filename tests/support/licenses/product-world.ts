import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOUR_MS } from '@countersign/shared/times'
import type { RunningSandbox } from 'stripe-sandbox'
import { afterAll, afterEach, expect, vi } from 'vitest'
import { createServer } from '../../../server/app/create-server.ts'
import { reissueKey } from '../../../server/features/license-desk/reissue-key.ts'
import { publishKeys } from '../../../server/features/licenses/publish-keys.ts'
import { type LicenseDesk, openLicenseDesk } from '../license-desk.ts'
import { type Product, type ProductOptions, startProduct } from './product-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign-product-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Of an hour: so that nobody’s clock is ever wrong by five minutes. */
const PARTS = 15

const products: Product[] = []
afterEach(async () => {
  for (const product of products.splice(0)) await product.stop('SIGKILL')
})

let worlds = 0

/** The companion behind a real port, and what starts the example product against it. */
export const openProductWorld = async (sandbox: RunningSandbox) => {
  const at = await openLicenseDesk(sandbox)
  const app = await createServer(at.kernel, {
    signIn: { publicUrl: () => 'http://companion.test', hasLocal: true, oidc: null, hasSampleAccounts: false },
    trustedProxies: [],
    metricsToken: null,
    webhookSecrets: new Map(),
    deskFolder: null,
    embedded: null,
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  afterAll(() => app.close())
  const { port } = app.server.address() as AddressInfo
  const place = join(folder, `world-${(worlds += 1)}`)
  const keysFile = `${place}-keys.json`
  writeFileSync(keysFile, JSON.stringify(await publishKeys(at.kernel)))
  const server = `http://127.0.0.1:${port}`
  const start = async (options: Partial<ProductOptions> & Pick<ProductOptions, 'key'>): Promise<Product> => {
    const product = await startProduct({ server, folder: place, keysFile, clockAt: at.kernel.clock.now(), ...options })
    products.push(product)
    await vi.waitFor(() => expect(product.events().join()).toMatch(/locked/), { timeout: 10_000 })
    return product
  }
  /** A few minutes at a time, for everybody. */
  const pass = async (product: Product, hours: number): Promise<void> => {
    for (let part = 0; part < hours * PARTS; part += 1) {
      at.kernel.clock.advance(HOUR_MS / PARTS)
      await product.advance(HOUR_MS / PARTS)
    }
  }
  return { ...at, place, start, pass, server }
}

/** The first key of the only license. */
export const keyOf = async (at: LicenseDesk): Promise<string> => {
  const { id } = await at.only()
  return (await reissueKey(at.kernel, at.by, { id, overlapDays: 0, reason: 'The first one' })).key
}

/** What a process says takes its way. */
export const heard = (product: Product, event: string) =>
  vi.waitFor(() => expect(product.events()).toContain(event), { timeout: 5000 })
export const heardLast = (product: Product, event: string) =>
  vi.waitFor(() => expect(product.events().at(-1)).toBe(event), { timeout: 5000 })
