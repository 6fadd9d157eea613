import { fromChromium, isMapped, registerScheme, schemeOf } from './addresses.ts'
import type { Fields, Session } from './chromium.ts'
import { requireNotReady, requireReady } from './readiness.ts'
import { fault, strict } from './strict.ts'

type Handler = (request: Request) => Response | Promise<Response>
type Verdict = { readonly cancel?: boolean }
type RequestFilter = { readonly urls: readonly string[] }
type RequestListener = (details: { readonly url: string }, answer: (verdict: Verdict) => void) => void

const handlers = new Map<string, Handler>()
let beforeRequest: { readonly schemes: ReadonlySet<string>; readonly listener: RequestListener } | null = null

interface Scheme {
  readonly scheme: string
  readonly privileges?: { readonly standard?: boolean; readonly secure?: boolean; readonly bypassCSP?: boolean }
}

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (schemes: readonly Scheme[]) => {
    requireNotReady('protocol.registerSchemesAsPrivileged')
    for (const { scheme, privileges = {} } of schemes) {
      const { standard, secure, ...others } = privileges
      if (!standard || !secure) throw new Error('stand-in: only standard and secure schemes are implemented')
      if (Object.values(others).some(Boolean)) throw new Error('stand-in: further privileges are not implemented')
      registerScheme(scheme)
    }
  },
  handle: (scheme: string, handler: Handler) => {
    requireReady('protocol.handle')
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },
})

export const webRequest = strict('session.webRequest', {
  onBeforeRequest: ({ urls }: RequestFilter, listener: RequestListener) => {
    beforeRequest = { schemes: new Set(urls.map(schemeOf)), listener }
  },
})

/** A sandbox without `allow-popups` makes `window.open` answer null, as a denied one does in Electron. */
const NO_POPUPS = `sandbox allow-downloads allow-forms allow-modals allow-pointer-lock allow-same-origin allow-scripts
  allow-top-navigation allow-top-navigation-to-custom-protocols`.replaceAll(/\s+/g, ' ')

/** Requests that the app's own filter lets through would need a network, which the stand-in does not have. */
const refuseNetwork = async (session: Session, event: Fields, url: string): Promise<void> => {
  let isCancelled = false
  if (beforeRequest?.schemes.has(schemeOf(url))) {
    beforeRequest.listener({ url }, ({ cancel = false }) => {
      isCancelled = cancel
    })
  }
  if (!isCancelled && !url.endsWith('/favicon.ico'))
    fault(`a request to ${schemeOf(url)}: was not cancelled by the app`)
  const errorReason = isCancelled ? 'BlockedByClient' : 'InternetDisconnected'
  await session.send('Fetch.failRequest', { requestId: event.requestId, errorReason })
}

const requestOf = ({ request }: Fields, url: string): Request => {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers as Record<string, string>)) {
    if (!name.startsWith(':')) headers.set(name, fromChromium(value))
  }
  if (request.hasPostData) throw new Error('stand-in: a request body on a custom scheme is not implemented')
  return new Request(url, { method: request.method, headers })
}

/** Answers an intercepted request as `protocol.handle` would. */
export const serve = async (session: Session, event: Fields): Promise<void> => {
  const url = fromChromium(event.request.url)
  const handler = handlers.get(schemeOf(url))
  if (!handler || !isMapped(event.request.url)) return refuseNetwork(session, event, url)
  const response = await handler(requestOf(event, url))
  const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }))
  if (event.resourceType === 'Document') responseHeaders.push({ name: 'content-security-policy', value: NO_POPUPS })
  const body = Buffer.from(await response.arrayBuffer()).toString('base64')
  await session.send('Fetch.fulfillRequest', {
    requestId: event.requestId,
    responseCode: response.status,
    responseHeaders,
    body,
  })
}
