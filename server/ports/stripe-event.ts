import { z } from 'zod'
import type { MirrorRow } from './mirror-row.ts'

/** What is kept of an event: that something changed, and whose it is. */
export interface StripeEvent {
  readonly stripeId: string
  readonly type: string
  /** null where the event is about something without an id, as a coming invoice is. */
  readonly objectStripeId: string | null
  /** The customer, else the object, else the event itself. */
  readonly subjectKey: string
  /** Milliseconds; Stripe gives whole seconds. */
  readonly madeAt: number
  readonly isLive: boolean
  /** The object as it was when the event was made, where that can be gone by. */
  readonly snapshot?: MirrorRow | null
}

const LONGEST_ID = 255
const idSchema = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .max(LONGEST_ID)

const eventSchema = z.object({
  object: z.literal('event'),
  id: idSchema,
  type: z
    .string()
    .regex(/^[a-z0-9_.]+$/)
    .max(LONGEST_ID),
  created: z.number().int().min(0).max(8_640_000_000_000),
  livemode: z.boolean(),
  data: z.object({
    object: z.looseObject({ object: z.string().optional().catch(undefined), id: idSchema.optional().catch(undefined) }),
  }),
})

const customerSchema = z
  .union([idSchema, z.object({ id: idSchema }).transform(({ id }) => id)])
  .nullish()
  .catch(null)

/** Stripe's event as it was delivered or listed; null when it is none. Throws nothing, whatever it is given. */
export const readStripeEvent = (raw: unknown): StripeEvent | null => {
  const parsed = eventSchema.safeParse(raw)
  if (!parsed.success) return null
  const { id, type, created, livemode, data } = parsed.data
  const { object } = data
  const objectStripeId = object.id ?? null
  const owner = object.object === 'customer' ? objectStripeId : (customerSchema.parse(object['customer']) ?? null)
  return {
    stripeId: id,
    type,
    objectStripeId,
    subjectKey: owner ?? objectStripeId ?? id,
    madeAt: created * 1000,
    isLive: livemode,
  }
}
