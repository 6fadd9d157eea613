import { type KeyObject, verify } from 'node:crypto'
import { type Checkpoint, checkpointStatement } from './chain-rules.ts'
import type { SignatureVerdict } from './verification-rules.ts'

/** `base64url` forgives; a signature has exactly one spelling here, so that a changed one is always seen. */
const signatureBytes = (text: string): Buffer | null => {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : null
}

export const checkSignature = (keys: ReadonlyMap<string, KeyObject>, checkpoint: Checkpoint): SignatureVerdict => {
  const key = keys.get(checkpoint.keyId)
  if (!key) return 'unknown-key'
  const signature = signatureBytes(checkpoint.signature)
  if (!signature) return 'invalid'
  return verify(null, Buffer.from(checkpointStatement(checkpoint)), key, signature) ? 'valid' : 'invalid'
}
