import { type SignedIn, signedInSchema } from '@countersign/shared/features/staff'
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

/**
 * Signs in with the system's browser: the desk never sees the provider's page or password. The companion makes and
 * keeps the PKCE verifier, so that the code that passes through this machine is worth nothing alone.
 */
export const signInWithOidc = async (upstream: Upstream, signal: AbortSignal): Promise<SignedIn> => {
  const loopback = await openLoopback(signal)
  try {
    const { redirectUri } = loopback
    const start = { method: 'POST', path: 'oidc/start', body: { redirectUri } } as const
    const { authorizationUrl, state } = startedSchema.parse(await requestAuth(upstream, start, signal))
    if (!isSafeToOpen(authorizationUrl)) {
      throw new Refusal('SIGN_IN_FAILED', { message: 'The companion named a sign-in page that is not safe to open.' })
    }
    const callback = loopback.callback(state)
    if (signal.aborted) throw new Refusal('SIGN_IN_FAILED')
    await shell.openExternal(authorizationUrl)
    const body = { state, callbackUrl: await callback }
    return signedInSchema.parse(await requestAuth(upstream, { method: 'POST', path: 'oidc/finish', body }, signal))
  } finally {
    loopback.close()
  }
}
