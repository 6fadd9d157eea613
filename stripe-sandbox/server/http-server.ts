import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { answerControl } from '../control/routes.ts'
import type { Page } from '../hosted/html.ts'
import { answerHosted } from '../hosted/pages.ts'
import { StripeRefusal } from '../wire/errors.ts'
import { type ApiRequest, answerApi, type Reply } from './api.ts'
import type { Sandbox } from './sandbox.ts'

const MAX_BODY_BYTES = 1_048_576

const tooLarge = (): StripeRefusal =>
  new StripeRefusal(
    413,
    { type: 'invalid_request_error', message: 'The request body is too large.' },
    { connection: 'close' },
  )

/** Listening is several times cheaper than going through the message as an iterable. */
const readBody = (message: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    message.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MAX_BODY_BYTES) {
        message.pause()
        reject(tooLarge())
      } else chunks.push(chunk)
    })
    message.once('error', reject)
    message.once('end', () => resolve(Buffer.concat(chunks).toString()))
  })

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'

const headersOf = (message: IncomingMessage): Record<string, string | undefined> => {
  const headers: Record<string, string | undefined> = {}
  for (const name in message.headers) {
    const value = message.headers[name]
    headers[name] = Array.isArray(value) ? value[0] : value
  }
  return headers
}

const isApi = (path: string): boolean => /^\/v\d+\//.test(path)

const answer = async (sandbox: Sandbox, message: IncomingMessage): Promise<Page | Reply> => {
  const url = message.url ?? '/'
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const request: ApiRequest = {
    method: message.method ?? 'GET',
    path,
    query: mark < 0 ? '' : url.slice(mark + 1),
    body: hasBody(message) ? await readBody(message) : '',
    headers: headersOf(message),
  }
  if (isApi(path)) return answerApi(sandbox, request)
  return path.startsWith('/_sandbox') ? answerControl(sandbox, request) : answerHosted(sandbox, request)
}

const NONSENSE: Readonly<Record<string, string>> = {
  html: '<!doctype html><html><body><h1>502 Bad Gateway</h1></body></html>',
  json: '{"object": "list", "data": [',
  empty: '',
}

const isSilent = (reply: Reply): boolean =>
  reply.fault?.kind === 'timeout_before' || reply.fault?.kind === 'timeout_after'
const isDropped = (reply: Reply): boolean => reply.fault?.kind === 'drop_before' || reply.fault?.kind === 'drop_after'

const send = (response: ServerResponse, reply: Reply): void => {
  // A time-out never answers: the client gives up first, or the server closes with its sockets.
  if (isSilent(reply)) return
  if (isDropped(reply)) {
    response.socket?.destroy()
    return
  }
  if (reply.fault?.kind === 'nonsense') {
    response.writeHead(200, { 'content-type': 'text/html', 'request-id': reply.headers['request-id'] ?? '' })
    response.end(NONSENSE[reply.fault.body ?? 'html'])
    return
  }
  // A known length spares the answer its chunks.
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) })
  response.end(reply.body)
}

const serveOne = async (sandbox: Sandbox, message: IncomingMessage, response: ServerResponse): Promise<void> => {
  try {
    const reply = await answer(sandbox, message)
    if ('page' in reply) {
      response.writeHead(reply.status, { 'content-type': reply.type, ...reply.headers })
      response.end(reply.page)
      return
    }
    const wait = reply.fault?.kind === 'latency' ? (reply.fault.ms ?? 1000) : 0
    if (wait > 0) setTimeout(() => send(response, reply), wait)
    else send(response, reply)
  } catch (error) {
    const refusal =
      error instanceof StripeRefusal
        ? error
        : new StripeRefusal(500, {
            type: 'api_error',
            message: `The sandbox has a defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
          })
    response.writeHead(refusal.status, { 'content-type': 'application/json', ...refusal.headers })
    response.end(JSON.stringify({ error: refusal.body }))
  }
}

export interface Listening {
  readonly url: string
  readonly close: () => Promise<void>
}

/** Listens; rejects with the system's error when the port is taken. */
export const listen = async (sandbox: Sandbox, host: string, port: number): Promise<Listening> => {
  const server: Server = createServer((message, response) => {
    void serveOne(sandbox, message, response)
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const { port: actual } = server.address() as AddressInfo
  const shown = host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${shown}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
