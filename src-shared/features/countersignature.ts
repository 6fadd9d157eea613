import { z } from 'zod'
import { canonicalJson } from '../canonical.ts'
import { isoTimeSchema } from '../times.ts'

// What an approver's device signs. The signature is Ed25519 over the UTF-8 of the statement's canonical JSON, so that
// companion, desktop, browser and audit verifier agree on the bytes without trusting each other's JSON.

/** SHA-256 in lower-case hex, of the canonical JSON of a payload or of facts. */
export const contentHashSchema = z.string().regex(/^[0-9a-f]{64}$/)
/** First 32 hex digits of the SHA-256 of the 32 raw bytes of an Ed25519 public key. */
export const keyIdSchema = z.string().regex(/^[0-9a-f]{32}$/)
// base64url forgives the unused bits of its last character; each key and signature has exactly one spelling here, so
// that a changed one is always seen.
/** 32 raw bytes, base64url. */
export const publicKeySchema = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)
/** 64 raw bytes, base64url. */
export const signatureSchema = z.string().regex(/^[A-Za-z0-9_-]{85}[AQgw]$/)
export const approvalIdSchema = z.string().regex(/^[a-z]{2,8}_[0-9A-HJKMNP-TV-Z]{26}$/)

export const decisionSchema = z.enum(['approve', 'reject'])
export type Decision = z.infer<typeof decisionSchema>

export const DECISION_PURPOSE = 'countersign.decision.v1'
export const decisionStatementSchema = z.strictObject({
  purpose: z.literal(DECISION_PURPOSE),
  companionId: keyIdSchema,
  requestId: approvalIdSchema,
  decision: decisionSchema,
  payloadHash: contentHashSchema,
  factsHash: contentHashSchema,
  policyVersion: z.int().min(1),
  keyId: keyIdSchema,
  at: isoTimeSchema,
})
export type DecisionStatement = z.infer<typeof decisionStatementSchema>

export const countersignatureSchema = z.strictObject({
  statement: decisionStatementSchema,
  signature: signatureSchema,
})
export type Countersignature = z.infer<typeof countersignatureSchema>

export const ENROLMENT_PURPOSE = 'countersign.key-enrolment.v1'
export const enrolmentStatementSchema = z.strictObject({
  purpose: z.literal(ENROLMENT_PURPOSE),
  companionId: keyIdSchema,
  staffId: z.string().regex(/^stf_[0-9A-Z]{26}$/),
  publicKey: publicKeySchema,
  at: isoTimeSchema,
})
export type EnrolmentStatement = z.infer<typeof enrolmentStatementSchema>

/** Signed by the new key itself: whoever enrols a key has it. */
export const keyEnrolmentSchema = z.strictObject({
  statement: enrolmentStatementSchema,
  signature: signatureSchema,
})
export type KeyEnrolment = z.infer<typeof keyEnrolmentSchema>

/**
 * Where an approver's key lies, as its device tells: sealed by the system's keyring, unsealed on a machine without one
 * where the person agreed to that, or non-extractable in a browser.
 */
export const keyPlaceSchema = z.enum(['keyring', 'plain', 'browser'])
export type KeyPlace = z.infer<typeof keyPlaceSchema>

/** The text that is signed. */
export const statementText = (statement: DecisionStatement | EnrolmentStatement): string => canonicalJson(statement)
