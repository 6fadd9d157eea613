import { z } from 'zod'
import { isoTimeSchema } from '../times.ts'

const EVENT_STATES = ['waiting', 'applied', 'ignored', 'failed'] as const
export const INBOX_SHOWS = ['failed', 'waiting', 'all'] as const

/** Stripe's id of an event. */
const eventIdSchema = z.string().min(1).max(255)

const inboxEventSchema = z.object({
  id: eventIdSchema,
  type: z.string(),
  objectStripeId: z.string().nullable(),
  /** null where what changed belongs to no customer. */
  customerStripeId: z.string().nullable(),
  state: z.enum(EVENT_STATES),
  /** null: no delivery brought it; it was found in Stripe's list. */
  endpoint: z.string().nullable(),
  attempts: z.number().int(),
  problem: z.string().nullable(),
  madeAt: isoTimeSchema,
  heardAt: isoTimeSchema,
  endedAt: isoTimeSchema.nullable(),
})
export type InboxEvent = z.infer<typeof inboxEventSchema>

export const inboxWishSchema = z.object({
  show: z.enum(INBOX_SHOWS),
  /** The last id of the page before; null = from the newest on. */
  cursor: eventIdSchema.nullish(),
})
export type InboxWish = z.infer<typeof inboxWishSchema>

export const inboxSchema = z.object({ events: z.array(inboxEventSchema), nextCursor: eventIdSchema.nullable() })
export type Inbox = z.infer<typeof inboxSchema>

export const inboxStatusSchema = z.object({
  heardAt: isoTimeSchema.nullable(),
  waiting: z.number().int(),
  /** For how long the oldest that waits has waited. */
  oldestWaitingSeconds: z.number().int(),
  failed: z.number().int(),
  /** When Stripe's own list of events was last gone through. */
  listedAt: isoTimeSchema.nullable(),
  /** How many events that listing found that no delivery had brought. */
  missed: z.number().int(),
})
export type InboxStatus = z.infer<typeof inboxStatusSchema>

export const replayWishSchema = z.object({ ids: z.array(eventIdSchema).min(1).max(100) })

export const replayedSchema = z.object({
  results: z.array(z.object({ id: eventIdSchema, outcome: z.enum(['waiting', 'not-failed', 'unknown']) })),
})
export type Replayed = z.infer<typeof replayedSchema>
