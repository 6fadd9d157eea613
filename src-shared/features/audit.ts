import { z } from 'zod'
import { isoTimeSchema } from '../times.ts'
import { keyPlaceSchema } from './countersignature.ts'

export const auditEntrySchema = z.object({
  /** Place in the chain; null until the sealer has come by (about a second). */
  sequence: z.number().int().nullable(),
  id: z.string(),
  at: isoTimeSchema,
  actor: z.object({
    kind: z.enum(['staff', 'system']),
    id: z.string(),
    name: z.string(),
    device: z.string().nullable(),
  }),
  /** Verb in the past: `team.verified`, `customer.opened`, `staff.signed-in`. */
  action: z.string(),
  outcome: z.enum(['done', 'refused']),
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }),
  ticket: z.string().nullable(),
  reason: z.string().nullable(),
  requestId: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  hash: z.string().nullable(),
  previousHash: z.string().nullable(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

/** An approver's decision as the log holds it, checked anew with nothing but the entry. */
export const recordedDecisionSchema = z.object({
  /** Null: there is no countersignature that can be read. */
  signed: z
    .object({ keyId: z.string(), place: keyPlaceSchema, signedAt: isoTimeSchema, policyVersion: z.number().int() })
    .nullable(),
  /** Null: it holds. */
  fault: z.string().nullable(),
})
export type RecordedDecision = z.infer<typeof recordedDecisionSchema>

export const auditFilterSchema = z.object({
  from: isoTimeSchema.optional(),
  to: isoTimeSchema.optional(),
  actorId: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  subjectId: z.string().max(255).optional(),
  ticket: z.string().max(200).optional(),
})
export type AuditFilter = z.infer<typeof auditFilterSchema>

export const auditPageInputSchema = z.object({
  filter: auditFilterSchema.default({}),
  /** `nextCursor` of the page before; newest first. */
  cursor: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(200).default(100),
})

export const auditCheckpointSchema = z.object({
  sequence: z.number().int(),
  hash: z.string(),
  at: isoTimeSchema,
  keyId: z.string(),
  signature: z.string(),
})
export type AuditCheckpoint = z.infer<typeof auditCheckpointSchema>

export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  checkpoints: z.array(auditCheckpointSchema),
  nextCursor: z.string().nullable(),
  matches: z.number().int(),
})
export type AuditPage = z.infer<typeof auditPageSchema>

export const chainReportSchema = z.object({
  intact: z.boolean(),
  entries: z.number().int(),
  checkpoints: z.number().int(),
  /** Approvers' decisions whose countersignature holds. */
  countersignatures: z.number().int(),
  lastCheckpointAt: isoTimeSchema.nullable(),
  /** Sequence of the first entry that doesn't follow, and what is wrong with it. */
  firstBroken: z.object({ sequence: z.number().int(), why: z.string() }).nullable(),
  checkedAt: isoTimeSchema,
  tookMs: z.number(),
})
export type ChainReport = z.infer<typeof chainReportSchema>
