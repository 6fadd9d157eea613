import { createPublicKey, verify } from 'node:crypto'
import {
  type DecisionStatement,
  type EnrolmentStatement,
  publicKeySchema,
  signatureSchema,
  statementText,
} from '@countersign/shared/features/countersignature'

interface Signed {
  readonly statement: DecisionStatement | EnrolmentStatement
  readonly signature: string
}

/** Whether the key (raw, base64url) signed the statement. A key or signature of another form is a no, never a throw. */
export const verifyStatement = ({ statement, signature }: Signed, publicKey: string): boolean => {
  if (!publicKeySchema.safeParse(publicKey).success || !signatureSchema.safeParse(signature).success) return false
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
  return verify(null, Buffer.from(statementText(statement), 'utf8'), key, Buffer.from(signature, 'base64url'))
}
