import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { identifyKey } from './identify-key.ts'

const PEM = /-----BEGIN PUBLIC KEY-----[\s\S]+?-----END PUBLIC KEY-----/g

const keysIn = (text: string): KeyObject[] => {
  if (!text.trimStart().startsWith('{')) return (text.match(PEM) ?? []).map((pem) => createPublicKey(pem))
  const parsed = JSON.parse(text) as JsonWebKey & { keys?: JsonWebKey[] }
  return (parsed.keys ?? [parsed]).map((jwk) => createPublicKey({ key: jwk, format: 'jwk' }))
}

/** By key id, from the text of a PEM, JWK or JWKS file. Throws unless it holds Ed25519 public keys and no others. */
export const parsePublicKeys = (text: string): Map<string, KeyObject> => {
  const keys = keysIn(text)
  if (keys.length === 0) throw new TypeError('it holds no public key')
  if (keys.some((key) => key.asymmetricKeyType !== 'ed25519')) throw new TypeError('it holds a key that isn’t Ed25519')
  return new Map(keys.map((key) => [identifyKey(key), key]))
}
