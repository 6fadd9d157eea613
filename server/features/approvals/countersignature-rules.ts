// A countersignature counts only for what it names: this companion, this request, this decision, exactly this payload
// and these facts, under this policy, by this approver's key, at about the time at which the companion received it.
import type { DecisionStatement, EnrolmentStatement } from '@countersign/shared/features/countersignature'

/** How far a device's clock may be off. */
const CLOCK_SKEW_MS = 5 * 60_000

/** What the companion itself knows of the decision, to hold the statement against. */
export interface ExpectedDecision {
  readonly companionId: string
  readonly requestId: string
  readonly decision: DecisionStatement['decision']
  readonly payloadHash: string
  readonly factsHash: string
  readonly policyVersion: number
  /** When the companion received it: now at the decision, the kept time whenever it is checked again. */
  readonly receivedAt: number
}

export type StatementFault =
  | 'other-companion'
  | 'other-request'
  | 'other-decision'
  | 'payload-differs'
  | 'facts-differ'
  | 'other-policy'
  | 'clock-off'

const isNear = (at: string, receivedAt: number): boolean => Math.abs(Date.parse(at) - receivedAt) <= CLOCK_SKEW_MS

/** What the statement says otherwise than the companion knows it; null if nothing. */
export const decisionFault = (said: DecisionStatement, expected: ExpectedDecision): StatementFault | null => {
  if (said.companionId !== expected.companionId) return 'other-companion'
  if (said.requestId !== expected.requestId) return 'other-request'
  if (said.decision !== expected.decision) return 'other-decision'
  if (said.payloadHash !== expected.payloadHash) return 'payload-differs'
  if (said.factsHash !== expected.factsHash) return 'facts-differ'
  if (said.policyVersion !== expected.policyVersion) return 'other-policy'
  return isNear(said.at, expected.receivedAt) ? null : 'clock-off'
}

export interface ExpectedEnrolment {
  readonly companionId: string
  readonly staffId: string
  readonly receivedAt: number
}

export type EnrolmentFault = 'other-companion' | 'other-person' | 'clock-off'

export const enrolmentFault = (said: EnrolmentStatement, expected: ExpectedEnrolment): EnrolmentFault | null => {
  if (said.companionId !== expected.companionId) return 'other-companion'
  if (said.staffId !== expected.staffId) return 'other-person'
  return isNear(said.at, expected.receivedAt) ? null : 'clock-off'
}
