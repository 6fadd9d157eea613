export interface StaffTable {
  id: string
  name: string
  email: string
  /** JSON array of roles. */
  roles: string
  status: 'active' | 'removed'
  createdAt: number
  lastSeenAt: number | null
}

export interface LocalCredentialTable {
  staffId: string
  passwordHash: string
  /** Sealed under the key ring; null until enrolled. */
  totpSecret: string | null
  /** The last time step that was used, so that a code counts once. */
  totpLastStep: number | null
  changedAt: number
}

export interface OidcIdentityTable {
  issuer: string
  subject: string
  staffId: string
  createdAt: number
}

/** A sign-in under way at the identity provider. */
export interface OidcSignInTable {
  state: string
  nonce: string
  codeVerifier: string
  redirectUri: string
  createdAt: number
  expiresAt: number
  /** The session that this sign-in confirms; null where it opens one. */
  confirmsSessionId: string | null
}

export interface SessionTable {
  id: string
  staffId: string
  tokenHash: string
  device: string | null
  address: string
  createdAt: number
  expiresAt: number
  revokedAt: number | null
  /** When the person last proved to be the owner of the account, with all that signing in takes; null = never in this session. */
  confirmedAt: number | null
}

/** One row per failed sign-in, counted per key (address or e-mail hash) inside a window. */
export interface SignInFailureTable {
  id: string
  key: string
  at: number
}

export interface StaffTables {
  staff: StaffTable
  localCredential: LocalCredentialTable
  oidcIdentity: OidcIdentityTable
  oidcSignIn: OidcSignInTable
  session: SessionTable
  signInFailure: SignInFailureTable
}
