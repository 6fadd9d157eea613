import { z } from 'zod'
import { isoTimeSchema } from '../times.ts'
import { inboxStatusSchema } from './webhooks.ts'

/** What the health strip shows. */
export const healthSchema = z.object({
  mode: z.enum(['TEST', 'LIVE']),
  companion: z.object({ version: z.string(), replica: z.string(), startedAt: isoTimeSchema, isEmbedded: z.boolean() }),
  database: z.object({
    kind: z.enum(['sqlite3', 'node:sqlite', 'postgres']),
    isReady: z.boolean(),
    latencyMs: z.number().nullable(),
  }),
  stripe: z.object({
    state: z.enum(['reachable', 'unreachable', 'key-refused', 'rate-limited', 'unknown']),
    checkedAt: isoTimeSchema.nullable(),
    host: z.string(),
  }),
  mirror: z.object({
    asOf: isoTimeSchema.nullable(),
    backfill: z.enum(['never', 'running', 'cancelled', 'failed', 'done']),
  }),
  /** How what was approved gets on; null while the database can't tell. */
  executions: z
    .object({
      /** Nothing is sent since then: a backup was put back. */
      pausedSince: isoTimeSchema.nullable(),
      /** Requests that stop at a step that nobody can prove. */
      needPerson: z.number().int(),
      /** For how long the oldest that is due has been due; what grows is a queue nobody works on. */
      oldestDueSeconds: z.number().int(),
    })
    .nullable(),
  /** How fresh what Stripe told is; null while the database can't tell. */
  events: inboxStatusSchema.nullable(),
  /** What the last comparisons left open; null while the database can't tell. */
  drift: z
    .object({
      /** Somebody who pays is shut out, or money is given or lost unexplained. */
      severe: z.number().int(),
      open: z.number().int(),
      /** When a comparison last came to its end. */
      comparedAt: isoTimeSchema.nullable(),
    })
    .nullable(),
  /** Counts that wait for finance; null while the database can't tell. */
  heldCounts: z.number().int().nullable(),
  at: isoTimeSchema,
})
export type Health = z.infer<typeof healthSchema>
