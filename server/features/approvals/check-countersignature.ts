import type { Countersignature } from '@countersign/shared/features/countersignature'
import { keyIdOf } from '../../kernel/fingerprint.ts'
import { decisionFault, type ExpectedDecision, type StatementFault } from './countersignature-rules.ts'
import { verifyStatement } from './verify-statement.ts'

/** The approver's key as the companion keeps it. */
export interface ApproverKey {
  /** 32 raw bytes, base64url. */
  readonly publicKey: string
}

export type CountersignatureVerdict =
  | { readonly isValid: true }
  | { readonly isValid: false; readonly fault: StatementFault | 'other-key' | 'bad-signature' }

/**
 * Whether this is the countersignature of the expected decision by this key. The key's standing (whose it is, whether it
 * was withdrawn) is for the caller, who picked it; nothing that the statement says is believed before it is compared.
 */
export const checkCountersignature = (
  { statement, signature }: Countersignature,
  expected: ExpectedDecision,
  key: ApproverKey,
): CountersignatureVerdict => {
  if (statement.keyId !== keyIdOf(key.publicKey)) return { isValid: false, fault: 'other-key' }
  const fault = decisionFault(statement, expected)
  if (fault !== null) return { isValid: false, fault }
  return verifyStatement({ statement, signature }, key.publicKey)
    ? { isValid: true }
    : { isValid: false, fault: 'bad-signature' }
}
