import { z } from 'zod'
import { isoTimeSchema } from '../times.ts'

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
  at: isoTimeSchema,
})
export type Health = z.infer<typeof healthSchema>
