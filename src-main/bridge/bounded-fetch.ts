import { MAX_REPLY_CHARS } from '@countersign/shared/bridge-channel'
import { Refusal } from './refusal.ts'

/** Stripe may take its time behind the companion; a minute without an answer is a lost connection. */
const ANSWER_TIMEOUT_MS = 60_000

/** Something between here and the companion answered in its place, not in JSON. */
export class ForeignAnswerError extends Error {
  readonly status: number

  constructor(status: number) {
    super(`an answer of ${status} that is not the companion's`)
    this.name = 'ForeignAnswerError'
    this.status = status
  }
}

type FetchInit = Omit<RequestInit, 'signal'> & { readonly signal?: AbortSignal | null | undefined }

const readBounded = async (response: Response): Promise<string> => {
  if (!response.body) return ''
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > MAX_REPLY_CHARS) throw new Refusal('TOO_LARGE')
  }
  return text + decoder.decode()
}

/**
 * `fetch` for the companion: an answer has a largest size and a latest time, and a redirect is an error, since it
 * would carry the staff token to an address that nobody chose.
 */
export const boundedFetch = async (url: string | URL | Request, init: FetchInit = {}): Promise<Response> => {
  const limits = [AbortSignal.timeout(ANSWER_TIMEOUT_MS), ...(init.signal ? [init.signal] : [])]
  const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.any(limits) })
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  if (!response.ok && !isJson) throw new ForeignAnswerError(response.status)
  const text = await readBounded(response)
  return new Response(text, { status: response.status, headers: response.headers })
}
