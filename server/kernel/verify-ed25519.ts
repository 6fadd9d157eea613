import { createPublicKey, verify } from 'node:crypto'
import { publicKeySchema, signatureSchema } from '@countersign/shared/features/countersignature'

export interface SignedText {
  readonly text: string
  /** 64 raw bytes, base64url. */
  readonly signature: string
}

/** Whether the key (32 raw bytes, base64url) signed the text. A key or signature of another form is a no, never a throw. */
export const verifyEd25519 = ({ text, signature }: SignedText, publicKey: string): boolean => {
  if (!publicKeySchema.safeParse(publicKey).success || !signatureSchema.safeParse(signature).success) return false
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
  return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'))
}
