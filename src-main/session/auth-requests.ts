import { type ErrorCode, isErrorCode } from '@countersign/shared/errors'
import { z } from 'zod'
import { boundedFetch } from '../bridge/bounded-fetch.ts'
import { lostAnswer } from '../bridge/lost-answer.ts'
import { Refusal } from '../bridge/refusal.ts'
import type { Upstream } from '../bridge/upstream.ts'

const problemSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

const codeByStatus = (status: number): ErrorCode => {
  if (status === 429) return 'TOO_MANY_ATTEMPTS'
  if (status === 401) return 'SIGN_IN_FAILED'
  return status < 500 ? 'INPUT_INVALID' : 'SERVER_UNREACHABLE'
}

const refusalOf = async (response: Response): Promise<Refusal> => {
  const problem = problemSchema.safeParse(await response.json().catch(() => null))
  if (!problem.success) return new Refusal(codeByStatus(response.status))
  const { code, message } = problem.data.error
  return isErrorCode(code) ? new Refusal(code, { message }) : new Refusal(codeByStatus(response.status))
}

export interface AuthRequest {
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
  if (!response.ok) throw await refusalOf(response)
  return response.status === 204 ? undefined : response.json()
}
