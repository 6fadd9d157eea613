import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Refusal } from '../bridge/refusal.ts'

/** As long as somebody may need for a password, a second factor and a look at the phone. */
const PATIENCE_MS = 5 * 60_000

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Countersign</title>
<p>You can close this page and go back to Countersign.</p></html>`

export interface Loopback {
  readonly redirectUri: string
  /** The whole URL that the browser was sent back to, with the expected `state`. */
  readonly callback: (state: string) => Promise<string>
  readonly close: () => void
}

/** Waits on a port of this machine for the system browser to come back from the identity provider (RFC 8252). */
export const openLoopback = async (signal: AbortSignal): Promise<Loopback> => {
  const arrived = Promise.withResolvers<URL>()
  let expected: string | null = null
  let redirectUri = ''

  const server = createServer((request, response) => {
    const url = URL.parse(request.url ?? '', redirectUri)
    const isOurs =
      request.method === 'GET' && url?.pathname === '/callback' && url.searchParams.get('state') === expected
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'",
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      connection: 'close',
    }
    // Another page on this machine may call here; without the state it learns and changes nothing.
    if (!url || !isOurs || expected === null) return void response.writeHead(404, headers).end()
    response.writeHead(200, headers).end(PAGE)
    arrived.resolve(url)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  redirectUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`

  const until = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
  const giveUp = () => arrived.reject(new Refusal('SIGN_IN_FAILED', { message: 'Nobody came back from the browser.' }))
  until.addEventListener('abort', giveUp, { once: true })
  arrived.promise.catch(() => undefined)
  return {
    redirectUri,
    callback: async (state) => {
      expected = state
      return (await arrived.promise).href
    },
    close: () => {
      until.removeEventListener('abort', giveUp)
      server.close()
    },
  }
}
