import type { KeyObject } from 'node:crypto'
import type { Jwks } from '@countersign/shared/licenses-api'
import { keyIdOf } from '../../kernel/fingerprint.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import type { SigningKeyRow } from './store.ts'

export interface SigningKey {
  readonly row: SigningKeyRow
  readonly kid: string
  readonly privateKey: KeyObject
  readonly jwk: Jwks['keys'][number]
}

/** The private key follows from the secret and the row's id: the database alone signs nothing. */
export const deriveSigningKey = (keys: KeyRing, row: SigningKeyRow): SigningKey => {
  const { privateKey, publicKey } = keys.signingKey(`license-lease:${row.id}`)
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const kid = keyIdOf(x)
  return { row, kid, privateKey, jwk: { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig', alg: 'Ed25519' } }
}
