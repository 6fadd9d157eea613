import { type Confirmed, confirmedSchema, type SignedIn, signedInSchema } from '@countersign/shared/features/staff'
import { shell } from 'electron'
import { z } from 'zod'
import { Refusal } from '../bridge/refusal.ts'
import type { Upstream } from '../bridge/upstream.ts'
import { companionAddress } from '../server-process/companion-address-rules.ts'
import { requestAuth } from './auth-requests.ts'
import { openLoopback } from './oidc-loopback.ts'

const startedSchema = z.object({ authorizationUrl: z.url(), state: z.string().min(16) })

/** The provider's page, which must be https; plain http is for a provider on this machine, as in tests. */
const isSafeToOpen = (text: string): boolean => {
  const url = URL.parse(text)
  return url !== null && companionAddress(`${url.origin}${url.pathname}`) !== null
}

interface AtProvider {
  /** Of the session that is to be confirmed; null signs in. */
  readonly token: string | null
}

/**
 * Goes through the provider with the system's browser: the desk never sees the provider's page or password. The companion makes and
 * keeps the PKCE verifier, so that the code that passes through this machine is worth nothing alone.
 */
const goThroughProvider = async (upstream: Upstream, { token }: AtProvider, signal: AbortSignal): Promise<unknown> => {
  const loopback = await openLoopback(signal)
  try {
    const { redirectUri } = loopback
    const body = { redirectUri, ...(token === null ? {} : { isConfirmation: true }) }
    const start = { method: 'POST', path: 'oidc/start', body, ...(token === null ? {} : { token }) } as const
    const { authorizationUrl, state } = startedSchema.parse(await requestAuth(upstream, start, signal))
    if (!isSafeToOpen(authorizationUrl)) {
      throw new Refusal('SIGN_IN_FAILED', { message: 'The companion named a sign-in page that is not safe to open.' })
    }
    const callback = loopback.callback(state)
    if (signal.aborted) throw new Refusal('SIGN_IN_FAILED')
    await shell.openExternal(authorizationUrl)
    const finish = { state, callbackUrl: await callback }
    return await requestAuth(upstream, { method: 'POST', path: 'oidc/finish', body: finish }, signal)
  } finally {
    loopback.close()
  }
}

export const signInWithOidc = async (upstream: Upstream, signal: AbortSignal): Promise<SignedIn> =>
  signedInSchema.parse(await goThroughProvider(upstream, { token: null }, signal))

/** The person signs in there anew; the session stays the one it is. */
export const confirmWithOidc = async (upstream: Upstream, token: string, signal: AbortSignal): Promise<Confirmed> =>
  confirmedSchema.parse(await goThroughProvider(upstream, { token }, signal))
