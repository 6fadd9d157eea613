import {
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { discoverProvider, type OidcOptions } from './discover-provider.ts'
import { OIDC_SIGN_IN_LIVE_MS } from './oidc-rules.ts'
import { reserveAttempt } from './reserve-attempt.ts'
import { deleteOidcSignInsEndedBefore, insertOidcSignIn } from './store.ts'

export interface StartedSignIn {
  readonly authorizationUrl: string
  readonly state: string
}

interface SignInStart {
  readonly redirectUri: string
  readonly address: string
  /** The session that the sign-in is to confirm; null = it opens one. */
  readonly confirmsSessionId: string | null
}

// The person signs in anew even with a session at the provider, which then says when they did (OpenID Connect 3.1.2.1).
const ANEW = { prompt: 'login', max_age: '0' }

/**
 * Writes down a sign-in under way, so that any replica can finish it, and says where the browser has to go. Starts are
 * counted per address: each is a row that a stranger makes.
 */
export const startOidcSignIn = async (
  kernel: Kernel,
  options: OidcOptions | null,
  from: SignInStart,
): Promise<StartedSignIn> => {
  if (!options) throw new AppError('NOT_FOUND', { detail: 'no identity provider is configured' })
  await reserveAttempt(kernel, { start: from.address })
  const provider = await discoverProvider(options)
  const at = kernel.clock.now()
  const codeVerifier = randomPKCECodeVerifier()
  const state = randomState()
  const nonce = randomNonce()
  const { redirectUri, confirmsSessionId } = from
  await deleteOidcSignInsEndedBefore(kernel.db, at)
  const expiresAt = at + OIDC_SIGN_IN_LIVE_MS
  const row = { state, nonce, codeVerifier, redirectUri, createdAt: at, expiresAt, confirmsSessionId }
  await insertOidcSignIn(kernel.db, row)
  const url = buildAuthorizationUrl(provider, {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    code_challenge: await calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
    nonce,
    ...(confirmsSessionId === null ? {} : ANEW),
  })
  return { authorizationUrl: url.href, state }
}
