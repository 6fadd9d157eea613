import { z } from 'zod'
import { isoTimeSchema } from '../times.ts'

export const SEARCH_KINDS = ['team', 'customer', 'subscription', 'invoice', 'code'] as const

export const searchInputSchema = z.object({
  text: z.string().max(200),
  limit: z.number().int().min(1).max(50).default(20),
})

export const searchHitSchema = z.object({
  kind: z.enum(SEARCH_KINDS),
  /** What to show first: a name, an e-mail, an invoice number. */
  title: z.string(),
  detail: z.string(),
  teamId: z.string().nullable(),
  customerStripeId: z.string().nullable(),
  objectStripeId: z.string(),
  matched: z.enum(['id', 'team', 'email', 'name', 'number', 'code']),
  /** An exact id: the desk opens it at once. */
  isExact: z.boolean(),
})
export type SearchHit = z.infer<typeof searchHitSchema>

export const searchResultSchema = z.object({
  hits: z.array(searchHitSchema),
  hasMore: z.boolean(),
  tookMs: z.number(),
  /** When the mirror last heard from Stripe; null before the first fill. */
  asOf: isoTimeSchema.nullable(),
})
export type SearchResult = z.infer<typeof searchResultSchema>

export const backfillSchema = z.object({
  state: z.enum(['never', 'running', 'cancelled', 'failed', 'done']),
  /** Rows written so far, per resource; Stripe doesn't say how many there will be. */
  counts: z.object({
    customers: z.number().int(),
    subscriptions: z.number().int(),
    invoices: z.number().int(),
    codes: z.number().int(),
  }),
  resource: z.enum(['customers', 'subscriptions', 'invoices', 'codes']).nullable(),
  startedAt: isoTimeSchema.nullable(),
  finishedAt: isoTimeSchema.nullable(),
  failure: z.string().nullable(),
})
export type Backfill = z.infer<typeof backfillSchema>

export const mirrorStatusSchema = z.object({
  customers: z.number().int(),
  asOf: isoTimeSchema.nullable(),
  backfill: backfillSchema,
})
export type MirrorStatus = z.infer<typeof mirrorStatusSchema>
