import { authorizationCodeGrant, type Configuration, fetchUserInfo, type IDToken } from 'openid-client'
import type { OidcSignInTable } from '../../ports/schema/staff.ts'
import { type Asked, askProvider } from './ask-provider.ts'
import type { IdentityClaims, ReadIdentity } from './oidc-rules.ts'

type EmailClaims = Readonly<Record<string, unknown>>

const claimsOf = (subject: string, from: EmailClaims): IdentityClaims => ({
  subject,
  email: typeof from['email'] === 'string' ? from['email'] : null,
  isEmailVerified: from['email_verified'] === true,
})

const SECOND_MS = 1000

const authenticatedAgoMs = ({ iat, auth_time: authTime }: IDToken): number | null =>
  authTime === undefined ? null : (iat - authTime) * SECOND_MS

const exchange = async (provider: Configuration, underWay: OidcSignInTable, callback: URL): Promise<ReadIdentity> => {
  const tokens = await authorizationCodeGrant(provider, callback, {
    pkceCodeVerifier: underWay.codeVerifier,
    expectedState: underWay.state,
    expectedNonce: underWay.nonce,
    idTokenExpected: true,
  })
  const idToken = tokens.claims() as IDToken
  const when = { authenticatedAgoMs: authenticatedAgoMs(idToken) }
  if (typeof idToken['email'] === 'string') return { ...claimsOf(idToken.sub, idToken), ...when }
  // Many providers tell the e-mail only to who asks with the access token; the subject has to be the same one.
  return { ...claimsOf(idToken.sub, await fetchUserInfo(provider, tokens.access_token, idToken.sub)), ...when }
}

/** Exchanges the code (PKCE, state and nonce checked) and reads who it is. Role claims aren't looked at. */
export const readIdentity = (
  provider: Configuration,
  underWay: OidcSignInTable,
  callbackUrl: string,
): Promise<Asked<ReadIdentity>> => {
  // The redirect we registered, with what the browser brought: nothing else of its URL is believed.
  const callback = new URL(underWay.redirectUri)
  callback.search = new URL(callbackUrl).search
  return askProvider(() => exchange(provider, underWay, callback))
}
