import type { ErrorCode } from '@countersign/shared/errors'
import { boundedFetch } from '../bridge/bounded-fetch.ts'
import { lostAnswer } from '../bridge/lost-answer.ts'
import { restRefusal } from '../bridge/rest-refusal.ts'
import type { Upstream } from '../bridge/upstream.ts'

const codeByStatus = (status: number): ErrorCode => {
  if (status === 429) return 'TOO_MANY_ATTEMPTS'
  if (status === 401) return 'SIGN_IN_FAILED'
  return status < 500 ? 'INPUT_INVALID' : 'SERVER_UNREACHABLE'
}

interface AuthRequest {
  readonly method: 'GET' | 'POST'
  /** Below /auth. */
  readonly path: string
  readonly body?: object
  readonly token?: string
}

/** Speaks to the companion's sign-in endpoints, which are REST: nobody has a session there yet. */
export const requestAuth = async (upstream: Upstream, request: AuthRequest, signal: AbortSignal): Promise<unknown> => {
  let response: Response
  try {
    response = await boundedFetch(`${upstream.url}/auth/${request.path}`, {
      method: request.method,
      headers: {
        ...upstream.headers,
        ...(request.body ? { 'content-type': 'application/json' } : {}),
        ...(request.token ? { authorization: `Bearer ${request.token}` } : {}),
      },
      ...(request.body ? { body: JSON.stringify(request.body) } : {}),
      signal,
    })
  } catch (error) {
    // Signing in twice harms nobody, so that a lost answer may always be asked for again.
    throw lostAnswer(error, 'query')
  }
  if (!response.ok) throw await restRefusal(response, codeByStatus)
  return response.status === 204 ? undefined : response.json()
}
