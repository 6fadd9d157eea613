import { z } from 'zod'
import { canonicalJson, type Json } from '../canonical.ts'
import { isoTimeSchema } from '../times.ts'
import { actionKindSchema } from './action-kinds.ts'

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

/**
 * What the payload's hash is over. An action's payload alone would let the words of one kind, or of one team, stand for
 * another's: the device reads kind, team and amounts from exactly this before it signs.
 */
export const decisionContentSchema = z.strictObject({
  kind: actionKindSchema,
  teamId: z.string().max(200).nullable(),
  customerStripeId: z.string().max(300).nullable(),
  payload: z.json(),
})

/** `decisionContentSchema` of a request that has more to it. */
export const decisionContent = (request: {
  readonly kind: string
  readonly teamId: string | null
  readonly customerStripeId: string | null
  readonly payload: Json
}): Json => ({
  kind: request.kind,
  teamId: request.teamId,
  customerStripeId: request.customerStripeId,
  payload: request.payload,
})

/** What a device needs to sign a decision: the request as displayed, whose hashes it works out itself. */
export const signingSchema = z.strictObject({
  companionId: keyIdSchema,
  requestId: approvalIdSchema,
  decision: decisionSchema,
  content: decisionContentSchema,
  facts: z.json(),
  policyVersion: z.int().min(1),
})
export type Signing = z.infer<typeof signingSchema>

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

/**
 * Where an approver's key lies, as its device tells: sealed by the system's keyring, unsealed on a machine without one
 * where the person agreed to that, or non-extractable in a browser.
 */
export const keyPlaceSchema = z.enum(['keyring', 'plain', 'browser'])
export type KeyPlace = z.infer<typeof keyPlaceSchema>

/** As the audit log keeps it: with the key that it can be checked with, and where that key lay. */
export const recordedCountersignatureSchema = countersignatureSchema.extend({
  publicKey: publicKeySchema,
  place: keyPlaceSchema,
})
export type RecordedCountersignature = z.infer<typeof recordedCountersignatureSchema>

/** Of an audit entry's details, what every decision has. */
export const decisionDetailsSchema = z.object({ countersignature: recordedCountersignatureSchema })

export const ENROLMENT_PURPOSE = 'countersign.key-enrolment.v1'
export const enrolmentStatementSchema = z.strictObject({
  purpose: z.literal(ENROLMENT_PURPOSE),
  companionId: keyIdSchema,
  staffId: z.string().regex(/^stf_[0-9A-Z]{26}$/),
  publicKey: publicKeySchema,
  place: keyPlaceSchema,
  at: isoTimeSchema,
})
export type EnrolmentStatement = z.infer<typeof enrolmentStatementSchema>

/** Signed by the new key itself: whoever enrols a key has it. */
export const keyEnrolmentSchema = z.strictObject({
  statement: enrolmentStatementSchema,
  signature: signatureSchema,
})
export type KeyEnrolment = z.infer<typeof keyEnrolmentSchema>

/** A key as its device tells of it. */
export const deviceKeySchema = z.strictObject({ keyId: keyIdSchema, publicKey: publicKeySchema, place: keyPlaceSchema })
/** `mayAsk`: there is no keyring, and whether to do without is for the person to say. */
export const keyStatusSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('none'), mayAsk: z.boolean() }),
  deviceKeySchema.extend({ state: z.literal('ready') }),
])
export type KeyStatus = z.infer<typeof keyStatusSchema>
export const createdKeySchema = deviceKeySchema.extend({ enrolment: keyEnrolmentSchema })
export type CreatedKey = z.infer<typeof createdKeySchema>
export const signedDecisionSchema = countersignatureSchema.extend({ place: keyPlaceSchema })
export type SignedDecision = z.infer<typeof signedDecisionSchema>

/** The text that is signed. */
export const statementText = (statement: DecisionStatement | EnrolmentStatement): string => canonicalJson(statement)
