import { generateKeyPairSync, sign } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import { openDatabase } from '../../server/adapters/database/open-database.ts'
import { createServer } from '../../server/app/create-server.ts'
import type { PaymentGateway } from '../../server/ports/payment-gateway.ts'
import { companionKernel } from '../../tests/prove/companion-kernel.ts'

// A server in a process of its own: the companion as it is, or the least that answers a check can cost: a bare Fastify that
// parses the call and signs once.

export interface LicenseChild {
  readonly url: string
}

const startLimit = async (): Promise<FastifyInstance> => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const app = Fastify()
  app.post('/v1/licenses/check', async ({ body }) => {
    const lease = sign(null, Buffer.from(JSON.stringify(body)), privateKey).toString('base64url')
    return { verdict: 'ok', token: (body as { token: string }).token, lease }
  })
  return app
}

const startCompanion = async (url: string): Promise<FastifyInstance> => {
  const { db, close } = await openDatabase(url, { driver: 'node:sqlite' })
  const clock = { now: () => Date.now() }
  const base = companionKernel({ db, stripe: {} as PaymentGateway, clock, replica: `bench ${process.pid}` })
  const licenses = { clones: 'grace', callsPerMinute: 10_000_000 } as const
  const app = await createServer(
    { ...base, settings: { ...base.settings, licenses } },
    {
      signIn: { publicUrl: () => 'http://bench', hasLocal: true, oidc: null, hasSampleAccounts: false },
      trustedProxies: [],
      metricsToken: null,
      webhookSecrets: new Map(),
      deskFolder: null,
      embedded: null,
    },
  )
  app.addHook('onClose', () => close())
  return app
}

const [kind, url = ''] = process.argv.slice(2)
const app = kind === 'limit' ? await startLimit() : await startCompanion(url)
await app.listen({ host: '127.0.0.1', port: 0 })

process.on('disconnect', () => void app.close().then(() => process.exit(0)))
process.send?.({ url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` } satisfies LicenseChild)
