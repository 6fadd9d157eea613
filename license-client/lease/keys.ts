import { createPublicKey, type KeyObject } from 'node:crypto'

/** A public signing key (RFC 8037). */
export interface SigningKey {
  readonly kid: string
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  /** 32 bytes in base64url. */
  readonly x: string
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const X = /^[A-Za-z0-9_-]{43}$/

const isForLeases = ({ alg = 'Ed25519', use = 'sig' }: Readonly<Record<string, unknown>>): boolean =>
  alg === 'Ed25519' && use === 'sig'

/** null for whatever is no public Ed25519 key for signatures, so that a set may hold keys of later kinds. */
export const signingKeyOf = (value: unknown): SigningKey | null => {
  if (!isRecord(value)) return null
  const { kid, kty, crv, x } = value
  if (kty !== 'OKP' || crv !== 'Ed25519' || !isForLeases(value)) return null
  return typeof kid === 'string' && typeof x === 'string' && X.test(x) ? { kid, kty, crv, x } : null
}

/** The keys of a JWKS document that can verify leases; a document of another form has none. */
export const signingKeysOf = (document: unknown): readonly SigningKey[] => {
  if (!isRecord(document) || !Array.isArray(document['keys'])) return []
  return document['keys'].flatMap((key: unknown) => {
    const signing = signingKeyOf(key)
    return signing === null ? [] : [signing]
  })
}

/** Trusted keys by id. Of two keys with one id the first stands: what is pinned can't be replaced by what was learned. */
export interface KeyRing {
  readonly keyOf: (keyId: string) => KeyObject | null
  readonly has: (keyId: string) => boolean
  readonly ids: () => readonly string[]
  readonly add: (keys: readonly SigningKey[]) => void
}

export const createKeyRing = (pinned: readonly SigningKey[]): KeyRing => {
  const keys = new Map<string, KeyObject>()
  const add = (more: readonly SigningKey[]) => {
    for (const { kid, kty, crv, x } of more)
      if (!keys.has(kid)) keys.set(kid, createPublicKey({ key: { kty, crv, x }, format: 'jwk' }))
  }
  add(pinned)
  return {
    keyOf: (keyId) => keys.get(keyId) ?? null,
    has: (keyId) => keys.has(keyId),
    ids: () => [...keys.keys()],
    add,
  }
}
