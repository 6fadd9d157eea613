import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '@countersign/shared/canonical'
import type { KeyRing } from './key-ring.ts'

const KEY_ID_CHARS = 32

/** SHA-256 of the canonical JSON, lower-case hex: what a payload or a set of facts is known by. */
export const contentHash = (value: Json): string =>
  createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex')

/** The id of an Ed25519 public key, given as its raw bytes in base64url. */
export const keyIdOf = (publicKey: string): string =>
  createHash('sha256').update(Buffer.from(publicKey, 'base64url')).digest('hex').slice(0, KEY_ID_CHARS)

/** Public and the same on every replica, since it follows from the secret: what was signed for one companion is worth nothing at another. */
export const companionIdOf = (keys: KeyRing): string =>
  keyIdOf(keys.signingKey('companion-id').publicKey.export({ format: 'jwk' }).x ?? '')
