import type { KeyRing } from '../../kernel/key-ring.ts'
import { readCheckpointKey } from './read-checkpoint-key.ts'

export interface PublicKeyCard {
  readonly keyId: string
  readonly pem: string
  readonly jwk: { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string; readonly kid: string }
}

/** What an auditor takes along to check exports without us. */
export const readPublicKey = (keys: KeyRing): PublicKeyCard => {
  const { keyId, publicKey } = readCheckpointKey(keys)
  return {
    keyId,
    pem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    jwk: { kty: 'OKP', crv: 'Ed25519', x: publicKey.export({ format: 'jwk' }).x ?? '', kid: keyId },
  }
}
