/** An answer of the server, whatever it says. */
export interface Answer {
  readonly status: number
  /** What the JSON says, or null where it is none. */
  readonly body: unknown
  readonly retryAfterMs: number | null
}

export interface Call {
  readonly method: 'GET' | 'POST'
  /** From the server's address, e.g. `/v1/licenses/check`. */
  readonly path: string
  readonly body?: unknown
  readonly signal: AbortSignal
}

/** Brings a call to the server. Rejects where no answer came. */
export type Transport = (call: Call) => Promise<Answer>

const TIMEOUT_MS = 10_000
const LONGEST_ANSWER = 1_000_000

/** A redirect is not followed: it would hand the license key to whoever is named in it. */
const ask = (server: string, { method, path, body, signal }: Call): Promise<Response> =>
  fetch(new URL(path.slice(1), server.endsWith('/') ? server : `${server}/`), {
    method,
    redirect: 'error',
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  })

const readAtMost = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of response.body ?? []) {
    text += decoder.decode(piece, { stream: true })
    if (text.length > LONGEST_ANSWER) throw new Error('the answer is too long')
  }
  return text + decoder.decode()
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** `retry-after` in seconds, as the license server gives it; as a date it is passed over. */
const retryAfterOf = (response: Response): number | null => {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null
}

/** @param server its address; anything but this machine only over TLS, since the license key goes there */
export const httpTransport = (server: string): Transport => {
  const { protocol, hostname } = new URL(server)
  const isHere = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname)
  if (protocol !== 'https:' && !(protocol === 'http:' && isHere))
    throw new TypeError(`The license server’s address has to begin with https://, not ${protocol}//.`)
  return async (call) => {
    const response = await ask(server, call)
    return { status: response.status, body: jsonOf(await readAtMost(response)), retryAfterMs: retryAfterOf(response) }
  }
}
