import type { KeyEnrolment, KeyPlace } from '@countersign/shared/features/countersignature'
import { keyIdOf } from '../../kernel/fingerprint.ts'
import { type EnrolmentFault, type ExpectedEnrolment, enrolmentFault } from './countersignature-rules.ts'
import { verifyStatement } from './verify-statement.ts'

export type EnrolmentVerdict =
  | { readonly isValid: true; readonly keyId: string; readonly publicKey: string; readonly place: KeyPlace }
  | { readonly isValid: false; readonly fault: EnrolmentFault | 'bad-signature' }

/** Whether the sender holds the private half of the key that they want to enrol, for themselves, at this companion. */
export const checkKeyEnrolment = (
  { statement, signature }: KeyEnrolment,
  expected: ExpectedEnrolment,
): EnrolmentVerdict => {
  const fault = enrolmentFault(statement, expected)
  if (fault !== null) return { isValid: false, fault }
  const { publicKey, place } = statement
  if (!verifyStatement({ statement, signature }, publicKey)) return { isValid: false, fault: 'bad-signature' }
  return { isValid: true, keyId: keyIdOf(publicKey), publicKey, place }
}
