import {
  type DecisionStatement,
  type EnrolmentStatement,
  statementText,
} from '@countersign/shared/features/countersignature'
import { verifyEd25519 } from '../../kernel/verify-ed25519.ts'

interface Signed {
  readonly statement: DecisionStatement | EnrolmentStatement
  readonly signature: string
}

/** Whether the key (raw, base64url) signed the statement. */
export const verifyStatement = ({ statement, signature }: Signed, publicKey: string): boolean =>
  verifyEd25519({ text: statementText(statement), signature }, publicKey)
