import { createHash, type KeyObject } from 'node:crypto'

/** First 16 hex digits of the SHA-256 of the 32 raw bytes of an Ed25519 public key. */
export const identifyKey = (publicKey: KeyObject): string =>
  createHash('sha256')
    .update(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'))
    .digest('hex')
    .slice(0, 16)
