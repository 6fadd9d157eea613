import { lookup as lookUp } from 'node:dns'
import { type IncomingMessage, request as requestOverHttp, type RequestOptions } from 'node:http'
import { request as requestOverHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPrivateAddress } from './is-private-address.ts'

export interface OutgoingRequest {
  readonly url: URL
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly headers: Readonly<Record<string, string>>
  /** Empty: none is sent. */
  readonly body: string
}

export interface SendOptions {
  /** From the first byte sent to the last one read. */
  readonly timeoutMs: number
  readonly allowsPrivate: boolean
}

/** `failed`: no answer that can be read, so it may have been done. `why` names no key and no body. */
export type Answer =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  | { readonly kind: 'failed' | 'forbidden'; readonly why: string }

const MOST_BYTES = 256 * 1024

class Forbidden extends Error {}
class TooLong extends Error {}

/** The address that was checked is the one that is connected to: a second look-up could give another. */
const checkedLookup: LookupFunction = (hostname, options, done) => {
  lookUp(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, [])
    const isAnyPrivate = addresses.some(({ address }) => isPrivateAddress(address))
    if (isAnyPrivate || addresses.length === 0) return done(new Forbidden(), [])
    if (options.all) return done(null, addresses)
    const [first] = addresses
    return done(null, first?.address ?? '', first?.family)
  })
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

const readText = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_BYTES) throw new TooLong()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const contentOf = (bytes: Buffer) => ({
  'content-type': 'application/json',
  'content-length': String(bytes.length),
})

const exchange = ({ url, method, headers, body }: OutgoingRequest, options: RequestOptions) =>
  new Promise<Answer>((resolve, reject) => {
    const start = url.protocol === 'https:' ? requestOverHttps : requestOverHttp
    const bytes = Buffer.from(body, 'utf8')
    const sent = start(url, {
      ...options,
      method,
      agent: false,
      headers: { ...headers, ...(bytes.length === 0 ? {} : contentOf(bytes)) },
    })
    sent.on('error', reject)
    sent.on('response', (message) => {
      readText(message).then((text) => {
        resolve({ kind: 'answered', status: message.statusCode ?? 0, text })
      }, reject)
    })
    sent.end(bytes)
  }).catch((error: unknown) => failureOf(error))

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

const failureOf = (error: unknown): Answer => {
  if (error instanceof Forbidden) return { kind: 'forbidden', why: 'its address is a private one' }
  if (error instanceof TooLong) return { kind: 'failed', why: 'its answer was too long' }
  const name = codeOf(error)
  if (name === 'ABORT_ERR') return { kind: 'failed', why: 'it did not answer in time' }
  return { kind: 'failed', why: `it could not be reached${name === null ? '' : ` (${name})`}` }
}

/** One request, one answer. Redirects aren't followed: 3xx comes back as it is. Never throws for what the other side does. */
export const sendRequest = async (
  outgoing: OutgoingRequest,
  { timeoutMs, allowsPrivate }: SendOptions,
): Promise<Answer> => {
  const host = hostOf(outgoing.url)
  // A host that is an address passes no look-up.
  if (!allowsPrivate && isIP(host) !== 0 && isPrivateAddress(host)) return failureOf(new Forbidden())
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), timeoutMs)
  const lookup = allowsPrivate ? {} : { lookup: checkedLookup }
  try {
    return await exchange(outgoing, { signal: stop.signal, ...lookup })
  } finally {
    clearTimeout(timer)
  }
}
