import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BridgeCall } from '@countersign/shared/bridge'
import { afterEach, describe, expect, test } from 'vitest'
import type { ReplyBody } from '../../src-main/bridge/answer-call.ts'
import { createForwarder } from '../../src-main/bridge/forward-call.ts'
import { Refusal } from '../../src-main/bridge/refusal.ts'

// Guards: a lost companion is an honest error. A retry is offered only where asking twice cannot do the thing twice.

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

const listen = async (onRequest: RequestListener): Promise<string> => {
  const server = createServer(onRequest)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const callOf = (type: BridgeCall['type'], input?: unknown): BridgeCall => ({
  kind: 'call',
  id: 1,
  type,
  path: 'a.b',
  input,
})

interface Attempt {
  readonly replies: readonly ReplyBody[]
  readonly refusal: Refusal | null
  readonly tokensRefused: number
}

const headers = { authorization: 'Bearer secret' }

const forward = async (url: string, call: BridgeCall, gone = new AbortController().signal): Promise<Attempt> => {
  const replies: ReplyBody[] = []
  let tokensRefused = 0
  const forwarder = createForwarder({
    openUpstream: async () => ({ url, headers, gone }),
    onTokenRefused: () => {
      tokensRefused += 1
    },
  })
  const refusal = await forwarder(call, new AbortController().signal, (body) => replies.push(body)).then(
    () => null,
    (error: unknown) => error as Refusal,
  )
  return { replies, refusal, tokensRefused }
}

describe('a lost companion', () => {
  test.each(['query', 'mutation'] as const)('that refuses the connection may be asked again: %s', async (type) => {
    const url = await listen(() => undefined)
    await new Promise((resolve) => servers.pop()?.close(resolve))
    const { refusal } = await forward(url, callOf(type))
    expect(refusal?.toShape('a.b').data).toMatchObject({ code: 'SERVER_UNREACHABLE', httpStatus: 503, retryable: true })
  })

  test('that goes away during a mutation leaves its outcome open, and offers no retry', async () => {
    const url = await listen((_request, response) => response.destroy())
    const { refusal } = await forward(url, callOf('mutation'))
    expect(refusal?.toShape('a.b')).toMatchObject({
      message: 'The companion stopped answering; whether this was done is not known.',
      data: { code: 'SERVER_UNREACHABLE', retryable: false },
    })
  })

  test('that goes away during a query may be asked again', async () => {
    const url = await listen((_request, response) => response.destroy())
    const { refusal } = await forward(url, callOf('query'))
    expect(refusal?.toShape('a.b').data).toMatchObject({ retryable: true })
  })

  test.each([
    [502, 'SERVER_UNREACHABLE'],
    [429, 'RATE_LIMITED'],
    [413, 'TOO_LARGE'],
  ])('hidden behind a proxy that answers %i in HTML is %s', async (status, code) => {
    const url = await listen((_request, response) => response.writeHead(status).end('<h1>no</h1>'))
    const { refusal } = await forward(url, callOf('query'))
    expect(refusal?.code).toBe(code)
  })

  test('that redirects gets no token at the new address', async () => {
    const reached: string[] = []
    const elsewhere = await listen((request, response) => {
      reached.push(String(request.headers.authorization))
      response.end('{}')
    })
    const url = await listen((_request, response) =>
      response.writeHead(307, { location: `${elsewhere}/trpc/a.b` }).end(),
    )
    for (const type of ['query', 'mutation', 'subscription'] as const) {
      const { refusal } = await forward(url, callOf(type), AbortSignal.timeout(500))
      expect(refusal).toBeInstanceOf(Refusal)
    }
    expect(reached).toEqual([])
  })
})

describe('forwarding', () => {
  test('one request per call, with the token, a short query in the URL and a long one in the body', async () => {
    const seen: string[] = []
    const url = await listen((request, response) => {
      seen.push(`${request.method} ${request.url?.split('?')[0]} ${request.headers.authorization}`)
      response.setHeader('content-type', 'application/json').end('{"result":{"data":7}}')
    })
    const { replies } = await forward(url, callOf('query', { text: 'short' }))
    await forward(url, callOf('query', { text: 'x'.repeat(20_000) }))
    expect(replies).toEqual([{ kind: 'result', data: 7 }])
    expect(seen).toEqual(['GET /trpc/a.b Bearer secret', 'POST /trpc/a.b Bearer secret'])
  })

  test.each(['query', 'subscription'] as const)(
    'a refused token ends the session, and the error passes: %s',
    async (type) => {
      const error = {
        code: -32001,
        message: 'You are not signed in.',
        data: { code: 'SIGN_IN_REQUIRED', httpStatus: 401, extra: 1 },
      }
      const url = await listen((_request, response) =>
        response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ error })),
      )
      const { replies, tokensRefused } = await forward(url, callOf(type))
      expect(replies.at(-1)).toEqual({ kind: 'error', error })
      expect(tokensRefused).toBe(1)
    },
  )

  test('a query that is under way when the session ends is told so', async () => {
    const gone = new AbortController()
    const url = await listen(() => gone.abort(new Refusal('SIGN_IN_REQUIRED')))
    const { refusal } = await forward(url, callOf('query'), gone.signal)
    expect(refusal?.code).toBe('SIGN_IN_REQUIRED')
  })
})
