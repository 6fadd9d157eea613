import { isErrorCode } from '@countersign/shared/errors'
import { signInMethodsSchema } from '@countersign/shared/features/staff'
import { z } from 'zod'
import { DeskFailure, failureFrom } from '../../lib/failure.ts'
import { BROWSER_HEADERS } from '../../lib/trpc.ts'
import type { AuthDoor } from './auth-shapes.ts'

const refusedSchema = z.object({ error: z.looseObject({ code: z.string() }) })
const startedSchema = z.object({ authorizationUrl: z.url() })
const firstRunSchema = z.object({ totp: z.object({ uri: z.string(), secret: z.string() }) })

const failureOfAnswer = (body: unknown): DeskFailure => {
  const refused = refusedSchema.safeParse(body)
  if (!refused.success) return new DeskFailure(failureFrom('SERVER_UNREACHABLE'))
  const { code, ...rest } = refused.data.error
  return new DeskFailure(failureFrom(isErrorCode(code) ? code : 'INTERNAL', rest))
}

const ask = async (path: string, init: RequestInit): Promise<unknown> => {
  const answer = await fetch(`/auth/${path}`, { ...init, credentials: 'same-origin' }).catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error
    throw new DeskFailure(failureFrom('SERVER_UNREACHABLE'))
  })
  const body: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw failureOfAnswer(body)
  return body
}

const post = (path: string, body: object): Promise<unknown> =>
  ask(path, {
    method: 'POST',
    headers: { ...BROWSER_HEADERS, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

const goToProvider = async (isConfirmation: boolean): Promise<void> => {
  const redirectUri = `${location.origin}/auth/oidc/callback`
  const { authorizationUrl } = startedSchema.parse(await post('oidc/start', { redirectUri, isConfirmation }))
  location.assign(authorizationUrl)
}

/** The browser desk: the answers set and clear a cookie that no script can read. */
export const browserDoor: AuthDoor = {
  methods: async (signal) => signInMethodsSchema.parse(await ask('methods', { headers: BROWSER_HEADERS, signal })),
  signInLocal: async (input) => void (await post('local', input)),
  signInOidc: () => goToProvider(false),
  confirmOidc: () => goToProvider(true),
  createFirstAdmin: async (input) => firstRunSchema.parse(await post('first-run', input)).totp,
  signOut: async () => void (await post('sign-out', {})),
}
