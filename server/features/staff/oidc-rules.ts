// The identity provider says who someone is, never what they may do. An identity is (issuer, subject); an e-mail only
// links it to a staff row once, and only when the provider has verified it and it lies in the allowed domain.

export const OIDC_SIGN_IN_LIVE_MS = 10 * 60_000

const LOOPBACK_HOSTS = ['127.0.0.1', '[::1]']

/** Where the desktop listens for the browser's return: any port on loopback (RFC 8252, 7.3), this path, nothing else. */
export const isLoopbackRedirect = (redirectUri: string): boolean => {
  if (!URL.canParse(redirectUri)) return false
  const url = new URL(redirectUri)
  const isPlain = url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  return url.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname) && url.pathname === '/callback' && isPlain
}

export const deskRedirectUri = (publicUrl: string): string => `${publicUrl.replace(/\/+$/, '')}/auth/oidc/callback`

/** Our own states are base64url; anything else was not made here and need not reach the database. */
export const isStateShaped = (state: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(state)

export interface IdentityClaims {
  readonly subject: string
  readonly email: string | null
  readonly isEmailVerified: boolean
}

/** An identity, and how long before the provider's answer its person signed in there; null = it didn't say. */
export interface ReadIdentity extends IdentityClaims {
  readonly authenticatedAgoMs: number | null
}

// Providers tell whole seconds, and the person may be back before ours has ended.
const AUTHENTICATION_SLACK_MS = 10_000

/**
 * Whether the person signed in at the provider for this very confirmation, begun `startedAgoMs` ago. Compared as spans,
 * each by one clock, so that the provider's and ours needn't agree.
 */
export const isAuthenticationFresh = (authenticatedAgoMs: number | null, startedAgoMs: number): boolean =>
  authenticatedAgoMs !== null && authenticatedAgoMs <= startedAgoMs + AUTHENTICATION_SLACK_MS

export type IdentityRefusal = 'email-unverified' | 'domain-not-allowed'

/** Whether this identity may sign in at all; `isKnown` = its subject is bound to a staff row already. */
export const identityRefusal = (
  claims: IdentityClaims,
  isKnown: boolean,
  allowedDomain: string | null,
): IdentityRefusal | null => {
  const hasProvenEmail = claims.email !== null && claims.isEmailVerified
  if (!hasProvenEmail) return isKnown && allowedDomain === null ? null : 'email-unverified'
  if (allowedDomain === null) return null
  return claims.email?.toLowerCase().split('@').at(-1) === allowedDomain.toLowerCase() ? null : 'domain-not-allowed'
}
