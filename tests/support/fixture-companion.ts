/**
 * A small companion for the desktop's specs: real HTTP, real tRPC, the sign-in endpoints, and an error shape with
 * fields of its own, so that the bridge can be proven without the product's server.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHTTPHandler } from '@trpc/server/adapters/standalone'
import { answerAuth } from './fixture-auth.ts'
import { answerExport } from './fixture-export.ts'
import { fixtureRouter } from './fixture-router.ts'

interface ParentPort {
  readonly postMessage: (message: object) => void
  readonly on: (event: 'message', listener: (event: { readonly data: unknown }) => void) => void
}

const { parentPort } = process as unknown as { readonly parentPort: ParentPort }
const { launchToken } = JSON.parse(process.env.COUNTERSIGN_EMBEDDED_OPTIONS ?? '{}') as { readonly launchToken: string }
const staffToken = process.env.COUNTERSIGN_FIXTURE_TOKEN ?? 'fixture-staff-token'

const isStaff = (request: IncomingMessage): boolean => request.headers.authorization === `Bearer ${staffToken}`

const trpc = createHTTPHandler({
  router: fixtureRouter,
  basePath: '/trpc/',
  allowMethodOverride: true,
  createContext: ({ req }) => ({ isStaff: isStaff(req), method: req.method ?? '', host: req.headers.host ?? '' }),
})

const refuse = (response: ServerResponse, status: number): void => {
  response.writeHead(status).end()
}

const server = createServer((request, response) => {
  if (request.headers['x-countersign-launch'] !== launchToken) return refuse(response, 403)
  if (request.url?.startsWith('/auth/')) return void answerAuth(request, response, staffToken)
  if (request.url === '/audit/export') return answerExport(response, isStaff(request))
  if (request.url?.startsWith('/trpc/')) return trpc(request, response)
  refuse(response, 404)
})

const say = parentPort.postMessage.bind(parentPort)

if (process.env.COUNTERSIGN_FIXTURE_FAILS) {
  say({ type: 'failed', reason: process.env.COUNTERSIGN_FIXTURE_FAILS })
} else {
  server.listen(0, '127.0.0.1', () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    say({
      type: 'ready',
      url,
      mode: 'TEST',
      stripeUrl: process.env.COUNTERSIGN_FIXTURE_STRIPE ?? null,
    })
  })
}

parentPort.on('message', ({ data }) => {
  if ((data as { readonly type?: string }).type === 'stop') process.exit(0)
})
